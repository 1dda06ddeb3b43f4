import { connect, createServer, type Socket } from 'node:net'

/** Between a server and its client on this machine, to be cut and healed. */
export async function tcpProxy(target: number) {
  const open = new Set<Socket>()
  let isCut = false

  const server = createServer((client) => {
    if (isCut) return client.destroy()
    const upstream = connect(target, '127.0.0.1')
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one)
      one.pipe(other)
      // An end is an end for both, however it comes.
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()

  function cut(): void {
    isCut = true
    for (const socket of open) socket.destroy()
  }

  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    /** Ends every connection, and takes none. */
    cut,
    heal: () => {
      isCut = false
    },
    [Symbol.asyncDispose]: async () => {
      cut()
      server.close()
    },
  }
}
