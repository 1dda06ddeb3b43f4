import { expect, test } from 'bun:test'
import { OPEN, signIn, signUp } from './support/accounts.ts'
import { DATABASE } from './support/database.ts'
import { REDIS } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'
import { TcpProxy } from './support/proxy.ts'
import { waitFor } from './support/wait.ts'

/** Another node takes the tokens of a session that has ended for so long at most. */
const RECHECK_MS = 5000

/** A proxy to the server of this address, and the address through the proxy. */
async function through(address: string) {
  const url = new URL(address)
  const proxy = await TcpProxy.open(Number(url.port))
  url.port = `${proxy.port}`
  return { proxy, url: url.href }
}

/** A node, and another one whose bus is silent, and whose database can hold its answers. */
async function cluster() {
  const node = await parlance({ ...OPEN, PARLANCE_REDIS_URL: REDIS })
  const database = await through(node.place.PARLANCE_DATABASE_URL)
  const bus = await through(REDIS)
  const links = { PARLANCE_DATABASE_URL: database.url, PARLANCE_REDIS_URL: bus.url }
  const other = await parlance({ ...OPEN, ...links })
  return {
    node,
    other,
    bus: bus.proxy,
    database: database.proxy,
    [Symbol.asyncDispose]: async () => {
      database.proxy.heal()
      bus.proxy.heal()
      await other[Symbol.asyncDispose]()
      await node[Symbol.asyncDispose]()
      database.proxy.close()
      bus.proxy.close()
    },
  }
}

if (DATABASE !== 'sqlite')
  test.skipIf(REDIS === '')(
    '[SES-12] without the bus, the end of a session counts within 5 s on another node, however slowly that node reads',
    async () => {
      await using nodes = await cluster()
      const { node, other, bus, database } = nodes
      const { pair, client } = await signUp(node, 'ana')
      const { client: laptop } = await signIn(node, 'ana')
      const there = laptop.at(other.url)
      bus.silence()
      let held = 0
      const release = database.hold(
        (way, _, bytes) => way === 'back' && bytes.includes(pair.user.id) && ++held > 0,
        ['back'],
      )
      const early = there.call('GET', '/me')
      await waitFor(() => held > 0)
      expect((await client.call('DELETE', '/sessions')).status).toBe(204)
      const ended = performance.now()
      await waitFor(() => performance.now() > ended + RECHECK_MS / 2)
      release()
      // It began before the end, and the database had answered it: so the fault is there.
      expect((await early).status).toBe(200)
      expect((await there.call('GET', '/me')).status).toBe(200)
      await waitFor(() => performance.now() > ended + RECHECK_MS)
      expect((await there.call('GET', '/me')).body.code).toBe('invalid_token')
    },
    30_000,
  )

if (DATABASE !== 'sqlite')
  test.skipIf(REDIS === '')(
    '[SES-12] a command on an open socket is refused 5 s after the end of its session, also while the node receives no events',
    async () => {
      await using nodes = await cluster()
      const { node, other, bus, database } = nodes
      const { pair, client } = await signUp(node, 'ana')
      const { client: laptop } = await signIn(node, 'ana')
      const socket = await laptop.at(other.url).socket()
      expect((await socket.command('rooms.list', {})).rooms).toBeArray()
      bus.silence()
      // Neither does the node see by a look at the log that something was missed.
      const log = `user:${pair.user.id}`
      database.silence((way, _, bytes) => way === 'back' && bytes.includes(log))
      expect((await client.call('DELETE', '/sessions')).status).toBe(204)
      const ended = performance.now()
      expect((await socket.command('rooms.list', {})).rooms).toBeArray()
      await waitFor(() => performance.now() > ended + RECHECK_MS)
      expect(socket.closed).toBeUndefined()
      void socket.command('rooms.list', {})
      expect(await socket.ends()).toEqual({ code: 4401, reason: 'session_ended' })
    },
    30_000,
  )
