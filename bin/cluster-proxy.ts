import { connect, createServer, type Server, type Socket } from 'node:net'

export type Proxy = {
  readonly port: number
  /** Closes the proxy and all its connections at once. */
  readonly close: () => Promise<void>
}

/**
 * A TCP proxy: each connection goes to the next of these ports in turn, whatever its protocol. A node that refuses the
 * connection is skipped, so that clients do not notice that a node is down.
 */
export async function openProxy(port: number, nodes: readonly number[]): Promise<Proxy> {
  const open = new Set<Socket>()
  let next = 0

  function track(socket: Socket): Socket {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    return socket.setNoDelay(true)
  }

  function forward(client: Socket, tries: number): void {
    const node = nodes[next++ % nodes.length]
    if (node === undefined || tries === 0 || client.destroyed) return void client.destroy()
    const upstream = track(connect({ host: '127.0.0.1', port: node, allowHalfOpen: true }))
    const refused = () => forward(client, tries - 1)
    upstream.once('error', refused)
    upstream.once('connect', () => {
      upstream.off('error', refused)
      join(client, upstream)
      join(upstream, client)
    })
  }

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    // Until the connection is joined to a node, only `destroyed` shows that the client has closed it.
    track(client).on('error', () => undefined)
    forward(client, nodes.length)
  })
  await listen(server, port)
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of open) socket.destroy()
      return closed
    },
  }
}

/** Forwards data and the end of one socket to the other. An error of one socket destroys the other. */
function join(from: Socket, to: Socket): void {
  from.pipe(to)
  from.on('error', () => to.destroy())
  from.on('close', () => to.end())
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
}
