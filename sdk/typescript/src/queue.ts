import { ChatError } from './error.ts'

/** Events that nobody has taken yet; who takes them more slowly than they come is told so. */
const MOST = 1024

/**
 * What a listener hears, as a stream that ends with its loop or its signal. Throws `overflow`: nothing
 * is left out in silence.
 */
export async function* queued<T>(
  listen: (tell: (told: T) => void) => () => void,
  signal?: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const queue: T[] = []
  let wake: (() => void) | undefined
  const off = listen((told) => {
    queue.push(told)
    wake?.()
  })
  const ended = () => wake?.()
  signal?.addEventListener('abort', ended)
  try {
    while (!signal?.aborted) {
      if (queue.length > MOST) throw new ChatError('overflow')
      const told = queue.shift()
      if (told !== undefined) yield told
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    off()
    signal?.removeEventListener('abort', ended)
  }
}
