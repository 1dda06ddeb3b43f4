import type { Transport } from './transport.ts'

/** The WebSocket at `/api/v1/socket`. */
export const socket: Transport = ({ url, token, since: { cursor, received }, receive, closed }) => {
  if (!globalThis.WebSocket) throw new Error('No WebSocket: take Node.js 22 or `transport: sse`')
  const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/socket`)
  const say = (frame: object) => ws.send(JSON.stringify(frame))
  ws.onopen = () =>
    say({ type: 'hello', token, ...(cursor && { cursor, received: Object.fromEntries(received) }) })
  ws.onmessage = ({ data }) => receive(() => JSON.parse(String(data)))
  ws.onclose = ({ code, reason }) => closed(code, reason)
  return {
    send: (command) => say({ type: 'command', ...command }),
    ask: () => say({ type: 'ping' }),
    close: () => {
      // A socket may take its time to close, or never: for us it has ended now.
      ws.onclose = ws.onmessage = null
      ws.close(1000)
    },
  }
}
