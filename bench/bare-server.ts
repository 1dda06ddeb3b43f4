import type { RoomId, UserId } from '../protocol/ids.ts'

export type Hello = { type: 'hello'; token: UserId; rooms: RoomId[] }
type Send = {
  type: 'command'
  id: number
  input: { room: RoomId; text: string; clientId: string }
}
export type BareSocket = Bun.ServerWebSocket<{ user: UserId }>
/** A send that is not stored yet, or not acknowledged. */
export type Waiting = { readonly socket: BareSocket; readonly send: Send }
type Routes = Record<string, (request: Bun.BunRequest) => Response>

/**
 * The server of a bare program: sockets that greet and send, and pages. It checks nothing that it receives, and prints where
 * it listens.
 */
export function serveBare(
  greet: (socket: BareSocket, hello: Hello) => unknown,
  onSend: (waiting: Waiting) => void,
  routes: Routes = {},
): Bun.Server<{ user: UserId }> {
  const server = Bun.serve<{ user: UserId }, string>({
    hostname: '127.0.0.1',
    port: 0,
    routes: {
      '/api/v1/socket': (request, server) =>
        server.upgrade(request, { data: { user: '' as UserId } })
          ? undefined
          : new Response('', { status: 400 }),
      ...routes,
    },
    websocket: {
      perMessageDeflate: false,
      message(socket, raw) {
        const frame = JSON.parse(String(raw)) as Hello | Send
        if (frame.type === 'hello') void greet(socket, frame)
        else onSend({ socket, send: frame })
      },
    },
  })
  console.log(server.url.href)
  return server
}

/** Corked, an answer leaves in one write with the event that waits for its socket already. */
export function acknowledge(batch: readonly Waiting[], results: readonly unknown[]): void {
  for (const [i, { socket, send }] of batch.entries())
    socket.cork(() => {
      socket.send(JSON.stringify({ type: 'result', id: send.id, result: results[i] }))
    })
}
