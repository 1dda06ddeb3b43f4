import { frameBytes } from './limits.ts'
import { socket } from './socket.ts'
import type { Transport } from './transport.ts'

/**
 * Sends the trace of the app with each command on the socket, so that the spans of the server belong to it:
 * `createChat({ url, token, transport: traced(() => traceparent) })`. `traceparent` returns the text of W3C Trace
 * Context, such as `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`, or undefined if there is no trace. It is
 * called when a command is sent: during the call if the chat is connected.
 */
export const traced =
  (traceparent: () => string | undefined, transport: Transport = socket): Transport =>
  (options) => {
    const connection = transport(options)
    return {
      ...connection,
      send: (command) => {
        const more = { ...command, traceparent: traceparent() }
        // The server closes the connection at a larger frame.
        const { size } = new Blob([JSON.stringify({ type: 'command', ...more })])
        connection.send(size > frameBytes ? command : more)
      },
    }
  }
