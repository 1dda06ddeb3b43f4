import { expect, test } from 'bun:test'
import { texts } from './support/client.ts'
import { DATABASE, freshDatabase } from './support/database.ts'
import { BUSES, nodes, REDIS } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { TcpProxy } from './support/proxy.ts'
import { Socket } from './support/socket.ts'
import { startOnce } from './support/start.ts'
import { waitFor } from './support/wait.ts'

if (DATABASE !== 'sqlite') {
  for (const [name, bus] of BUSES) {
    test(`[NOD-1] on ${name}: what is said on one node is received on all, in order, each event once`, async () => {
      await using cluster = await nodes(3, { PARLANCE_REDIS_URL: bus })
      const ana = await cluster.at(0).user('Ana')
      const room = await ana.room()
      const listeners = []
      for (const node of cluster.all) {
        listeners.push(await node.as(ana.token).socket(), await node.as(ana.token).stream())
      }
      const sends = Array.from({ length: 90 }, (_, i) =>
        cluster.at(i).as(ana.token).send(room.id, `${i}`),
      )
      const seqs = (await Promise.all(sends)).map((m) => m.seq)
      expect(new Set(seqs).size).toBe(90)
      const [first, ...others] = await Promise.all(listeners.map((l) => l.hears(room.id, 90)))
      expect(first?.map((e) => e.seq)).toEqual(
        Array.from({ length: 90 }, (_, i) => room.seq + 1 + i),
      )
      for (const received of others) expect(received).toEqual(first as typeof received)
    })

    test(`[NOD-2] on ${name}: joining and removal on one node count at once on every other`, async () => {
      await using cluster = await nodes(2, { PARLANCE_REDIS_URL: bus })
      const ana = await cluster.at(0).user('Ana')
      const ben = await cluster.at(1).user('Ben')
      await ben.ask('GET', '/me')
      const room = await ana.room('group')
      const [socket, stream] = [await ben.socket(), await ben.stream()]

      await ana.ask('PUT', `/rooms/${room.id}/members/${ben.id}`)
      await ana.send(room.id, 'welcome')
      await ana.ask('DELETE', `/rooms/${room.id}/members/${ben.id}`)
      await ana.send(room.id, 'behind your back')
      const own = await ben.room()
      for (const listener of [socket, stream]) {
        await listener.hears(own.id, 1)
        const received = await listener.hears(room.id, 3)
        expect(received.map((e) => e.type)).toEqual([
          'member.joined',
          'message.created',
          'member.left',
        ])
      }
    })

    test(`[NOD-8] on ${name}: who knocks at every node is slowed by all of them`, async () => {
      const rate = { PARLANCE_REDIS_URL: bus, PARLANCE_COMMANDS_PER_SECOND: '20' }
      await using cluster = await nodes(2, rate)
      const ana = await cluster.at(0).user('Ana')
      const elsewhere = cluster.at(1).as(ana.token)
      expect((await elsewhere.call('GET', '/me')).status).toBe(200)
      const knock = Array.from({ length: 20 })
      await waitFor(async () => {
        await Promise.all(knock.map(() => ana.call('GET', '/me')))
        return (await elsewhere.call('GET', '/me')).status === 429
      })
    })
  }

  test('[NOD-3] a client resumes on another node: nothing is missed, nothing comes twice', async () => {
    await using cluster = await nodes(3)
    const ana = await cluster.at(0).user('Ana')
    const room = await ana.room()
    let id = (await ana.stream()).lastId
    const received: string[] = []
    const sending = (async () => {
      for (let i = 0; i < 150; i++) await cluster.at(i).as(ana.token).send(room.id, `${i}`)
    })()
    for (let hop = 0; received.length < 150; hop++) {
      const stream = await cluster.at(hop).as(ana.token).stream(id)
      const enough = Math.min(150, received.length + 5)
      await waitFor(() => received.length + texts(stream.events).length >= enough)
      stream.close()
      received.push(...texts(stream.events))
      id = stream.lastId
    }
    await sending
    expect(received).toEqual(Array.from({ length: 150 }, (_, i) => `${i}`))
  })

  test('[NOD-4] the same clientId on two nodes at once makes one message', async () => {
    await using cluster = await nodes(3)
    const ana = await cluster.at(0).user('Ana')
    const room = await ana.room()
    const tries = Array.from({ length: 30 }, (_, i) =>
      cluster
        .at(i)
        .as(ana.token)
        .send(room.id, 'x', { clientId: `c-${i % 3}` }),
    )
    const made = await Promise.all(tries)
    expect(new Set(made.map((m) => m.id)).size).toBe(3)
    expect(await ana.history(room.id)).toHaveLength(3)
  })

  test('[NOD-5] a ticket and a guest’s token of one node let in on another; a ticket still only once', async () => {
    await using cluster = await nodes(2)
    const ana = await cluster.at(0).user('Ana')
    const { ticket } = await ana.ask('POST', '/tickets')
    const opened = await Socket.connect(cluster.at(1).url, {}, `?ticket=${ticket}`)
    opened.say({ type: 'hello' })
    expect(await opened.command('me.get', {})).toMatchObject({ id: ana.id })
    const again = await Socket.connect(cluster.at(0).url, {}, `?ticket=${ticket}`)
    expect(again.ws.readyState).toBe(WebSocket.CLOSED)
    const body = '{"name":"Gus"}'
    const made = await fetch(`${cluster.at(0).url}/api/v1/guests`, { method: 'POST', body })
    const { token } = await made.json()
    expect((await cluster.at(1).as(token).call('GET', '/me')).status).toBe(200)
  })

  test('[NOD-6] a second node without a bus does not start: it says what to set', async () => {
    const { url, drop } = await freshDatabase()
    await using first = await ownProcess({ PARLANCE_DATABASE_URL: url })
    await first.start()
    await using second = await ownProcess({ PARLANCE_DATABASE_URL: url })
    const child = await second.start()
    expect(await child.exited).toBe(2)
    expect(await new Response(child.stderr).text()).toStartWith('PARLANCE_REDIS_URL: ')
    await first.kill()
    await second.start()
    expect((await fetch(`${second.url}/api/health`)).status).toBe(200)
    await second.kill()
    await drop()
  })

  test('[NOD-7] a bus that no waiting mends is one line and exit code 2', async () => {
    const database = await freshDatabase()
    const say = (socket: Bun.Socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')
    using http = Bun.listen({ port: 0, hostname: '127.0.0.1', socket: { data: say } })
    const wrong: [string, RegExp][] = [
      [`redis://127.0.0.1:${http.port}`, /^PARLANCE_REDIS_URL: the server at \S+ is not Redis/],
      ['localhost:6379', /^PARLANCE_REDIS_URL: give a redis:\/\/ or rediss:\/\/ URL/],
      [`${REDIS},${REDIS}`, /^PARLANCE_REDIS_URL: \S+ is not a Cluster/],
    ]
    for (const [url, says] of wrong) {
      const env = { PARLANCE_DATABASE_URL: database.url, PARLANCE_REDIS_URL: url }
      const { code, stderr } = await startOnce({ env })
      expect(stderr).toMatch(says)
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(code).toBe(2)
    }
    await database.drop()
  }, 60_000)

  test('[NOD-10] a node that starts while Redis is away waits for it, and says so', async () => {
    const database = await freshDatabase()
    await using proxy = await TcpProxy.open(Number(new URL(REDIS).port))
    proxy.down()
    const { code, stderr, stdout } = await startOnce({
      env: {
        PARLANCE_DATABASE_URL: database.url,
        PARLANCE_REDIS_URL: `redis://127.0.0.1:${proxy.port}`,
      },
      onLog: (text) => {
        if (text.includes('The start waits until a server answers')) proxy.heal()
      },
    })
    const waits = stderr.split('\n').filter((line) => line.includes('PARLANCE_REDIS_URL'))
    expect(waits).toHaveLength(1)
    expect(waits[0]).toContain(`no server answers at 127.0.0.1:${proxy.port}`)
    expect(stdout).toContain('  open ')
    expect(code).toBe(0)
    await database.drop()
  }, 60_000)

  test('[NOD-9] what was lost while the bus was away is received when it is back, in order, once', async () => {
    await using proxy = await TcpProxy.open(Number(new URL(REDIS).port))
    const settings = { PARLANCE_REDIS_URL: `redis://127.0.0.1:${proxy.port}` }
    await using first = await parlance(settings)
    const { PARLANCE_DATABASE_URL } = first.place
    await using second = await parlance({ PARLANCE_DATABASE_URL, ...settings })
    const ana = await first.user('Ana')
    const room = await ana.room()
    const listener = await second.as(ana.token).socket()
    await ana.send(room.id, 'before')
    await listener.hears(room.id, 1)

    proxy.down()
    for (let i = 0; i < 10; i++) await ana.send(room.id, `lost ${i}`)
    // Nobody tells this node, so it looks by itself.
    expect(texts(await listener.hears(room.id, 11))).toHaveLength(11)
    proxy.heal()
    for (let i = 0; i < 10; i++) await ana.send(room.id, `after ${i}`)
    const received = await listener.hears(room.id, 21)
    expect(received.map((e) => e.seq)).toEqual(received.map((_, i) => room.seq + 1 + i))
  })

  test('[NOD-9] a room that one was put into while the bus was away is received within seconds, from the joining on', async () => {
    await using proxy = await TcpProxy.open(Number(new URL(REDIS).port))
    await using first = await parlance({ PARLANCE_REDIS_URL: `redis://127.0.0.1:${proxy.port}` })
    const { PARLANCE_DATABASE_URL } = first.place
    await using second = await parlance({ PARLANCE_DATABASE_URL, PARLANCE_REDIS_URL: REDIS })
    const ana = await first.user('Ana')
    const ben = await second.user('Ben')
    await ben.ask('GET', '/me')
    const room = await ana.room('group') // nobody on the second node is in it
    const [socket, stream] = [await ben.socket(), await ben.stream()]

    proxy.down() // it hears, but what the first node says does not get there
    await ana.ask('PUT', `/rooms/${room.id}/members/${ben.id}`)
    await ana.ask('DELETE', `/rooms/${room.id}/members/${ben.id}`)
    await ana.send(room.id, 'not for Ben')
    await ana.ask('PUT', `/rooms/${room.id}/members/${ben.id}`)
    await ana.send(room.id, 'welcome')
    for (const listener of [socket, stream]) {
      const received = await listener.hears(room.id, 4)
      expect(received.map((e) => e.type)).toEqual([
        'member.joined',
        'member.left',
        'member.joined',
        'message.created',
      ])
    }
  })
}
