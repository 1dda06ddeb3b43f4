import { expect, test } from 'bun:test'
import { connect, createServer, type Socket } from 'node:net'
import { TcpProxy } from './support/proxy.ts'
import { waitFor } from './support/wait.ts'

/** A server that says back what it hears, through a link that can be harmed. */
async function echo() {
  const server = createServer((socket) => {
    socket.on('data', (bytes) => socket.write(bytes))
    socket.on('error', () => undefined) // Reset: that is what is tried.
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const proxy = await TcpProxy.open(typeof address === 'object' ? (address?.port ?? 0) : 0)
  const clients: Socket[] = []
  return {
    proxy,
    client: async () => {
      const socket = connect(proxy.port, '127.0.0.1')
      clients.push(socket)
      const client = { received: '', isReset: false, say: (text: string) => socket.write(text) }
      socket.on('data', (bytes) => (client.received += bytes))
      socket.on('error', () => (client.isReset = true))
      client.say('hello')
      await waitFor(() => client.received === 'hello')
      client.received = ''
      return client
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of clients) socket.destroy()
      proxy.close()
      server.close()
    },
  }
}

test('[CHA-4] a link is slow by the chunk, on one way or both, until that ends', async () => {
  await using link = await echo()
  const ana = await link.client()
  const took = async () => {
    const begun = performance.now()
    ana.received = ''
    ana.say('x')
    await waitFor(() => ana.received === 'x')
    return performance.now() - begun
  }
  const both = link.proxy.delay(200)
  expect(await took()).toBeGreaterThanOrEqual(390)
  both()
  const one = link.proxy.delay(
    () => 300,
    (way) => way === 'back',
  )
  expect(await took()).toBeGreaterThanOrEqual(290)
  one()
  const long = link.proxy.delay(600_000)
  long()
  await took()
})

test('[CHA-4] one connection is held from a chunk on, the others go on, and what was held comes', async () => {
  await using link = await echo()
  const [ana, ben] = [await link.client(), await link.client()]
  const end = link.proxy.hold(
    (way, _, bytes) => way === 'there' && bytes.includes('commit'),
    ['back'],
  )
  ana.say('begin')
  await waitFor(() => ana.received === 'begin')
  ana.say('commit')
  ben.say('something')
  await waitFor(() => ben.received === 'something')
  expect(ana.received).toBe('begin')
  end()
  await waitFor(() => ana.received === 'begincommit')
})

test('[CHA-4] of a truncated chunk the first half arrives, and the connection is reset', async () => {
  await using link = await echo()
  const [ana, ben] = [await link.client(), await link.client()]
  link.proxy.truncate((way) => way === 'back')
  ana.say('12345678')
  await waitFor(() => ana.isReset)
  expect(ana.received).toBe('1234')
  ben.say('12345678')
  await waitFor(() => ben.received === '12345678')
})
