import type { Config } from '../../config.ts'
import { clientUrl } from '../links/open-link.ts'
import { type Finding, fault, ok, unchecked } from './finding.ts'
import { guestToken } from './public-url.ts'

/** The server ends each stream as planned, 45 s after its begin at the earliest. */
const STREAM_MS = 40_000
const CHECK = 'quiet connections'

/** Keeps a WebSocket and a stream open on which nobody says anything, and waits whether the proxy cuts them. */
export async function checkQuiet(config: Config, waitMs: number): Promise<Finding> {
  const direct = clientUrl(config)
  const url = config.url[0] ?? direct
  const token = await guestToken(direct)
  if (token === undefined)
    return unchecked(CHECK, 'they need a guest, and the server is away or has none')
  const stop = new AbortController()
  const startedAt = performance.now()
  const timer = setTimeout(() => stop.abort(), waitMs)
  try {
    const streamMs = Math.min(waitMs, STREAM_MS)
    const cut = await Promise.race([
      socketCut(url, token, stop.signal),
      streamCut(url, token, AbortSignal.any([stop.signal, AbortSignal.timeout(streamMs)])),
      aborted(stop.signal),
    ])
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    return cut === undefined
      ? ok(CHECK, `a WebSocket and a stream stay open for ${seconds} s`)
      : fault(
          CHECK,
          `${cut} after ${seconds} s without data: set the timeout of the proxy for quiet connections to 60 s or more (see docs/proxies)`,
        )
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}

/** Resolves when a socket that was open has ended: that it does not open is another fault. */
async function socketCut(url: string, token: string, signal: AbortSignal): Promise<string> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/socket`)
  const { promise, resolve } = Promise.withResolvers<string>()
  let isOpen = false
  signal.addEventListener('abort', () => socket.close())
  socket.onopen = () => {
    isOpen = true
    socket.send(JSON.stringify({ type: 'hello', token }))
  }
  socket.onclose = () => isOpen && resolve('the WebSocket is cut')
  return promise
}

/** The same for a stream. */
async function streamCut(url: string, token: string, signal: AbortSignal): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const headers = { authorization: `Bearer ${token}` }
  let isOpen = false
  const ended = () => isOpen && !signal.aborted && resolve('the stream is cut')
  const read = async () => {
    const answer = await fetch(`${url}/api/v1/events`, { headers, signal })
    isOpen = answer.ok
    const reader = answer.body?.getReader()
    while ((await reader?.read())?.done === false);
  }
  void read().then(ended, ended)
  return promise
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
