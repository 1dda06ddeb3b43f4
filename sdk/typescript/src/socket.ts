import type { Transport } from './transport.ts'

/** The WebSocket at `/api/v1/socket`. */
export const socket: Transport = ({ url, token, since: { cursor, received }, receive, closed }) => {
  if (!globalThis.WebSocket) throw new Error('No WebSocket: use `transport: sse`')
  const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/socket`)
  const write = (frame: object) => ws.send(JSON.stringify(frame))
  ws.onopen = () =>
    write({
      type: 'hello',
      token,
      ...(cursor && { cursor, received: Object.fromEntries(received) }),
    })
  ws.onmessage = ({ data }) => receive(() => JSON.parse(String(data)))
  ws.onclose = ({ code, reason }) => closed(code, reason)
  // The WebSocket of Node.js 22 reports a refused connection as an error only, without a close.
  ws.onerror = () => closed(1006, '')
  return {
    send: (command) => write({ type: 'command', ...command }),
    ping: () => write({ type: 'ping' }),
    close: () => ws.close(1000),
  }
}
