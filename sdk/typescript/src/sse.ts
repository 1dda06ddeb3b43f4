import { ChatError } from './error.ts'
import { callRest } from './rest.ts'
import { ROUTES } from './routes.ts'
import type { Opening, Transport } from './transport.ts'

/**
 * Server-sent events down, plain HTTP up: where sockets do not get through, and on runtimes that have
 * none. `createChat({ url, token, transport: sse })`
 */
export const sse: Transport = (opening) => {
  const control = new AbortController()
  const { url, token, receive } = opening
  let ended = false
  const end = (code: number, why: string) => {
    if (ended) return
    ended = true
    control.abort()
    opening.closed(code, why)
  }
  follow(opening, control.signal, end).then(
    () => end(1006, ''),
    () => end(1006, ''),
  )

  /** Commands go one after another, as they do on a socket: what is said first is heard first. */
  let last: Promise<void> = Promise.resolve()
  return {
    say: ({ id, name, input }) => {
      last = last.then(async () => {
        if (ended) return
        try {
          const result = await callRest(url, token, ROUTES[name], input as object, control.signal)
          receive(() => ({ type: 'result', id, result }))
        } catch (error) {
          if (!(error instanceof ChatError)) throw error
          // It may have happened: the chat says it again when it is back.
          if (AWAY.has(error.code)) return end(1006, '')
          const { code, message, fields } = error
          receive(() => ({
            type: 'error',
            id,
            error: { code, message, ...(fields && { fields }) },
          }))
        }
      })
    },
    close: () => {
      ended = true
      control.abort()
    },
  }
}

const AWAY: ReadonlySet<string> = new Set(['disconnected', 'aborted'])

async function follow(
  { url, token, since: { cursor }, receive }: Opening,
  signal: AbortSignal,
  end: (code: number, why: string) => void,
): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, ...(cursor && { 'last-event-id': cursor }) }
  const response = await fetch(`${url}/api/v1/events`, { headers, signal })
  if (!response.ok) {
    const { code } = await response.json()
    return end(CLOSE[response.status] ?? 1006, code)
  }
  for await (const { event, id, data } of blocks(response.body)) {
    if (event === 'close') {
      const { close, code } = JSON.parse(data)
      return end(close, code)
    }
    // The id says more than the cursor: also what was heard around it.
    receive(() => ({ ...(event && { type: event, heard: {} }), ...JSON.parse(data) }), id)
  }
}

/** What a socket would be closed with. */
const CLOSE: Readonly<Record<number, number>> = { 400: 4400, 401: 4401, 403: 4403, 429: 4429 }

/** The blocks of an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
async function* blocks(body: ReadableStream<Uint8Array> | null) {
  const reader = body?.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const chunk = await reader?.read()
    if (chunk?.value === undefined) return
    const parts = (rest + decoder.decode(chunk.value, { stream: true })).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(part)?.[1] ?? ''
      const data = field('data')
      if (data) yield { event: field('event'), id: field('id'), data }
    }
  }
}
