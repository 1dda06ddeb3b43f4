import { connect, createServer, type Server, type Socket } from 'node:net'

export type Proxy = {
  readonly port: number
  /** Ends at once, with everything that goes through it. */
  readonly close: () => Promise<void>
}

/**
 * Each connection goes to the next of these ports in turn, whatever is spoken on it. One that refuses
 * is passed over, so that who connects does not notice that a node is gone.
 */
export async function openProxy(port: number, nodes: readonly number[]): Promise<Proxy> {
  const open = new Set<Socket>()
  let turn = 0

  function keep(socket: Socket): Socket {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    return socket.setNoDelay(true)
  }

  function bring(client: Socket, tries: number): void {
    const node = nodes[turn++ % nodes.length]
    if (node === undefined || tries === 0 || client.destroyed) return void client.destroy()
    const upstream = keep(connect({ host: '127.0.0.1', port: node, allowHalfOpen: true }))
    const refused = () => bring(client, tries - 1)
    upstream.once('error', refused)
    upstream.once('connect', () => {
      upstream.off('error', refused)
      join(client, upstream)
      join(upstream, client)
    })
  }

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    // Until it is joined to a node, its going is seen by `destroyed`.
    keep(client).on('error', () => undefined)
    bring(client, nodes.length)
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

/** What one says reaches the other, its end included; what breaks one breaks the other. */
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
