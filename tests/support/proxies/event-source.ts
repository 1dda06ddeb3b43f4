import { parse, type Said } from '../stream.ts'

/** Opens a stream, tells what it says, and resolves when it has ended. */
export type Open = (
  lastEventId: string | undefined,
  hear: (text: string) => void,
  signal: AbortSignal,
) => Promise<unknown>

const AGAIN_MS = 200

/**
 * What a browser's EventSource does: a stream that has ended, for whatever reason, is opened again from
 * the last id. Answers how to end it.
 */
export function openEventSource(open: Open, told: (said: Said) => void): () => void {
  const end = new AbortController()
  void (async () => {
    let lastId: string | undefined
    while (!end.signal.aborted) {
      let rest = ''
      const hear = (text: string) => {
        const blocks = (rest + text).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const said of blocks.map(parse)) {
          lastId = said.id ?? lastId
          told(said)
        }
      }
      // Cut, refused, or not reached at all: it comes back.
      await open(lastId, hear, end.signal).catch(() => undefined)
      if (!end.signal.aborted) await Bun.sleep(AGAIN_MS)
    }
  })()
  return () => end.abort()
}

export const overHttp1 =
  (url: string, init: RequestInit): Open =>
  async (id, hear, signal) => {
    const since = id !== undefined && { 'last-event-id': id }
    const headers = { ...init.headers, 'accept-encoding': 'gzip', ...since }
    const response = await fetch(url, { ...init, headers, signal })
    // A body that nobody reads would hold its connection.
    if (!response.ok) return response.body?.cancel()
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) hear(decoder.decode(chunk, { stream: true }))
  }
