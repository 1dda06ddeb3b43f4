import { ChatError } from './error.ts'

/**
 * The events of a listener as a stream, which ends with its loop or its signal. Throws `overflow` if the loop is
 * more than 1024 events behind, because no event may be lost silently.
 */
export async function* queued<T>(
  listen: (onEvent: (event: T) => void) => () => void,
  signal?: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const MAX_EVENTS = 1024
  const queue: T[] = []
  let wake: (() => void) | undefined
  const unsubscribe = listen((event) => {
    queue.push(event)
    wake?.()
  })
  const onAbort = () => wake?.()
  signal?.addEventListener('abort', onAbort)
  try {
    while (!signal?.aborted) {
      if (queue.length > MAX_EVENTS) throw new ChatError('overflow')
      const event = queue.shift()
      if (event !== undefined) yield event
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    unsubscribe()
    signal?.removeEventListener('abort', onAbort)
  }
}
