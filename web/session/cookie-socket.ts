import type { Transport } from '@parlance/sdk'

/** A socket whose user is known by the cookies of the browser, so that its `hello` has no token. */
export const cookieSocket: Transport = ({ url, since: { cursor, received }, receive, closed }) => {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/socket`)
  const write = (frame: object) => socket.send(JSON.stringify(frame))
  socket.onopen = () =>
    write({ type: 'hello', ...(cursor && { cursor, received: Object.fromEntries(received) }) })
  socket.onmessage = ({ data }) => receive(() => JSON.parse(String(data)))
  socket.onclose = ({ code, reason }) => closed(code, reason)
  return {
    send: (command) => write({ type: 'command', ...command }),
    ping: () => write({ type: 'ping' }),
    close: () => socket.close(1000),
  }
}
