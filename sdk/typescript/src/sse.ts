import { ChatError } from './error.ts'
import { callRest } from './rest.ts'
import { ROUTES } from './routes.ts'
import type { Transport, TransportOptions } from './transport.ts'

/**
 * Server-sent events down, plain HTTP up: where sockets do not get through, and on runtimes that have
 * none. `createChat({ url, token, transport: sse })`
 */
export const sse: Transport = (opening) => {
  const control = new AbortController()
  const { url, token, receive } = opening
  let place = opening.since.cursor
  let stream: AbortController | undefined
  let ended = false
  const close = () => {
    ended = true
    stream?.abort()
    control.abort()
  }
  const end = ({ close: code, code: why }: End) => {
    if (ended) return
    close()
    opening.closed(code, why)
  }

  /** One stream after the other, each from the place where the one before it ended. Commands go on meanwhile. */
  function listen(): void {
    stream?.abort()
    const mine = new AbortController()
    stream = mine
    const ifMine =
      <Of extends unknown[]>(work: (...of: Of) => void) =>
      (...of: Of) => {
        if (!ended && stream === mine) work(...of)
      }
    const hear = ifMine((frame: () => unknown, id?: string) => {
      place = id || place
      receive(frame, id)
    })
    follow({ url, token, place }, mine.signal, hear).then(
      ifMine((last) => {
        if (typeof last === 'object') end(last)
        else setTimeout(ifMine(listen), last)
      }),
      ifMine(() => end(LOST)),
    )
  }
  listen()

  /** Commands go one after another, as they do on a socket: what is said first is received first. */
  let last: Promise<void> = Promise.resolve()
  return {
    send: ({ id, name, input }) => {
      last = last.then(async () => {
        if (ended) return
        try {
          const result = await callRest(url, token, ROUTES[name], input as object, control.signal)
          receive(() => ({ type: 'result', id, result }))
        } catch (error) {
          if (!(error instanceof ChatError)) throw error
          // It may have happened: the chat says it again when it is back.
          if (AWAY.has(error.code)) return end(LOST)
          receive(() => ({ type: 'error', id, error }))
        }
      })
    },
    // A stream says something every 15 seconds. To be asked it has no ear: a new one answers.
    ask: listen,
    close,
  }
}

/** How it ended: a close code of the server's, and the word for it. */
type End = { readonly close: number; readonly code: string }
const LOST: End = { close: 1006, code: '' }
const AWAY: ReadonlySet<string> = new Set(['disconnected', 'aborted'])

/** One stream. Answers why it ended; in how many ms the next one may be opened, where that is all. */
async function follow(
  { url, token, place }: { url: string; token: string; place: string | undefined },
  signal: AbortSignal,
  hear: TransportOptions['receive'],
): Promise<End | number> {
  const headers = { authorization: `Bearer ${token}`, ...(place && { 'last-event-id': place }) }
  const response = await fetch(`${url}/api/v1/events`, { headers, signal })
  if (!response.ok) {
    const { code } = await response.json()
    return { close: CLOSE[response.status] ?? LOST.close, code }
  }
  const alive = () => hear(() => ({ type: 'pong' }))
  for await (const { event, id, data, retry } of blocks(response.body, alive)) {
    if (event === 'close') return JSON.parse(data)
    if (event === 'reconnect') return Number(retry)
    // The id says more than the cursor: also what was received around it.
    hear(() => ({ ...(event && { type: event, received: {} }), ...JSON.parse(data) }), id)
  }
  return LOST
}

/** What a socket would be closed with. */
const CLOSE: Readonly<Record<number, number>> = { 400: 4400, 401: 4401, 403: 4403, 429: 4429 }

/** The blocks of an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
async function* blocks(body: ReadableStream<Uint8Array> | null, alive: () => void) {
  const reader = body?.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const chunk = await reader?.read()
    if (chunk?.value === undefined) return
    alive()
    const parts = (rest + decoder.decode(chunk.value, { stream: true })).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(part)?.[1] ?? ''
      const data = field('data')
      if (data) yield { event: field('event'), id: field('id'), data, retry: field('retry') }
    }
  }
}
