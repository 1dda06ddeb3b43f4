import { ChatError } from './error.ts'
import { callRest } from './rest.ts'
import type { Transport, TransportOptions } from './transport.ts'

/**
 * Receives by server-sent events and sends by HTTP: for networks that block WebSockets, and for runtimes without
 * WebSocket. `createChat({ url, token, transport: sse })`
 */
export const sse: Transport = (options) => {
  // React Native's `fetch` returns a response only when it is complete, and a stream is never complete.
  if (!new Response(' ').body)
    throw new Error('No streamed responses here (React Native): leave out `transport: sse`')
  const control = new AbortController()
  const { url, token, receive } = options
  let resumeToken = options.since.cursor
  let stream: AbortController | undefined
  let hasEnded = false
  const close = () => {
    hasEnded = true
    stream?.abort()
    control.abort()
  }
  const end = ({ close: code, code: reason }: End) => {
    if (hasEnded) return
    close()
    options.closed(code, reason)
  }

  /** Opens the next stream, which resumes where the last one ended. Commands continue meanwhile. */
  function openStream(): void {
    stream?.abort()
    const own = new AbortController()
    stream = own
    const ifCurrent =
      <Args extends unknown[]>(work: (...args: Args) => void) =>
      (...args: Args) => {
        if (!hasEnded && stream === own) work(...args)
      }
    const onFrame = ifCurrent((read: () => unknown, id?: string) => {
      resumeToken = id || resumeToken
      receive(read, id)
    })
    readStream({ url, token, resumeToken }, own.signal, onFrame).then(
      ifCurrent((last) => {
        if (typeof last === 'object') end(last)
        else setTimeout(ifCurrent(openStream), last)
      }),
      ifCurrent(() => end(LOST)),
    )
  }
  openStream()

  /** Sends one command after the other, so that the server receives them in their order, as on a socket. */
  let last: Promise<void> = Promise.resolve()
  return {
    send: ({ id, name, input }) => {
      last = last.then(async () => {
        if (hasEnded) return
        try {
          const result = await callRest(url, token, name, input as object, control.signal)
          receive(() => ({ type: 'result', id, result }))
        } catch (error) {
          if (!(error instanceof ChatError)) throw error
          // The command can have been carried out. The chat sends it again on the next connection.
          if (NO_ANSWER.has(error.code)) return end(LOST)
          receive(() => ({ type: 'error', id, error }))
        }
      })
    },
    // A stream cannot be asked for a frame, so a new stream replaces it and sends `ready`.
    ping: openStream,
    close,
  }
}

/** The end of a connection: the server's close code and reason. */
type End = { readonly close: number; readonly code: string }
const LOST: End = { close: 1006, code: '' }
const NO_ANSWER: ReadonlySet<string> = new Set(['disconnected', 'aborted'])

/** Reads one stream. Resolves with the reason of its end, or with the milliseconds until the next stream. */
async function readStream(
  { url, token, resumeToken }: { url: string; token: string; resumeToken: string | undefined },
  signal: AbortSignal,
  onFrame: TransportOptions['receive'],
): Promise<End | number> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(resumeToken && { 'last-event-id': resumeToken }),
  }
  const response = await fetch(`${url}/api/v1/events`, { headers, signal })
  if (!response.ok) {
    const { code } = await response.json()
    return { close: CLOSE[response.status] ?? LOST.close, code }
  }
  const onBytes = () => onFrame(() => ({ type: 'pong' }))
  for await (const { event, id, data, retry } of blocks(response.body, onBytes)) {
    if (event === 'close') return JSON.parse(data)
    if (event === 'reconnect') return Number(retry)
    // The id replaces `received`: it contains the last seqs, too.
    onFrame(() => ({ ...(event && { type: event, received: {} }), ...JSON.parse(data) }), id)
  }
  return LOST
}

/** The close codes of a socket for the statuses of a refused stream. */
const CLOSE: Readonly<Record<number, number>> = { 400: 4400, 401: 4401, 403: 4403, 429: 4429 }

/** The blocks of an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
async function* blocks(body: ReadableStream<Uint8Array> | null, onBytes: () => void) {
  const reader = body?.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const chunk = await reader?.read()
    if (chunk?.value === undefined) return
    onBytes()
    const parts = (rest + decoder.decode(chunk.value, { stream: true })).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(part)?.[1] ?? ''
      const data = field('data')
      if (data) yield { event: field('event'), id: field('id'), data, retry: field('retry') }
    }
  }
}
