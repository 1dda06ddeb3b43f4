import { expect, test } from 'bun:test'
import { texts } from './support/client.ts'
import { DATABASE, freshDatabase } from './support/database.ts'
import { parlance } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { TcpProxy } from './support/proxy.ts'
import { waitFor } from './support/wait.ts'

const REDIS = process.env['TEST_REDIS_URL'] ?? ''

async function look(url: string, path: string) {
  const response = await fetch(url + path)
  return { status: response.status, body: await response.json() }
}

/** A Parlance whose way to its database, or to its bus, leads through a proxy. */
async function throughProxy(what: 'PARLANCE_DATABASE_URL' | 'PARLANCE_REDIS_URL') {
  const database = await freshDatabase()
  const settings = { PARLANCE_DATABASE_URL: database.url, PARLANCE_REDIS_URL: REDIS }
  const url = new URL(settings[what])
  const proxy = await TcpProxy.open(Number(url.port))
  url.port = `${proxy.port}`
  const server = await parlance({ ...settings, [what]: url.href })
  return {
    server,
    proxy,
    [Symbol.asyncDispose]: async () => {
      proxy.heal()
      await server[Symbol.asyncDispose]()
      proxy.close()
      await database.drop()
    },
  }
}

test('[HEA-1] who asks whether it is alive, or ready, is told without a token', async () => {
  await using server = await parlance()
  expect(await look(server.url, '/healthz')).toEqual({ status: 200, body: { status: 'ok' } })
  expect(await look(server.url, '/readyz')).toEqual({
    status: 200,
    body: { status: 'ready', database: 'ok', bus: 'none', migrations: 'ok' },
  })
  expect((await look(server.url, '/api/health')).body).toMatchObject({ status: 'ok' })
  const { status } = await fetch(`${server.url}/readyz`, { method: 'HEAD' })
  expect(status).toBe(200)
})

test('[HEA-2] told to stop, it takes no new connection: nobody finds it ready', async () => {
  await using server = await ownProcess()
  const child = await server.start()
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  child.kill('SIGTERM')
  await waitFor(() =>
    fetch(`${server.url}/readyz`, { keepalive: false }).then(
      () => false,
      () => true,
    ),
  )
  expect(await child.exited).toBe(0)
})

if (DATABASE !== 'sqlite') {
  test('[HEA-3] a database that is away is named by readiness and refuses sends, and nobody is sent away', async () => {
    await using place = await throughProxy('PARLANCE_DATABASE_URL')
    const { server, proxy } = place
    const ana = await server.user('Ana')
    const room = await ana.room()
    const [socket, stream] = [await ana.socket(), await ana.stream()]
    await ana.send(room.id, 'before')

    proxy.down()
    const away = await look(server.url, '/readyz')
    expect(away.status).toBe(503)
    expect(away.body).toMatchObject({ status: 'not ready', bus: 'ok' })
    expect(away.body.database).toStartWith('unavailable: ')
    expect((await look(server.url, '/healthz')).status).toBe(200)
    const lost = { room: room.id, text: 'meanwhile', clientId: 'c-1' }
    expect(await socket.command('messages.send', lost)).toBe('unavailable')
    const refused = await ana.call('POST', `/rooms/${room.id}/messages`, { text: 'meanwhile' })
    expect([refused.status, refused.body.code]).toEqual([503, 'unavailable'])
    expect([socket.closed, stream.ended]).toEqual([undefined, false])

    proxy.heal()
    await waitFor(async () => (await look(server.url, '/readyz')).status === 200)
    expect(await socket.command('messages.send', lost)).toMatchObject({ text: 'meanwhile' })
    for (const listener of [socket, stream])
      expect(texts(await listener.hears(room.id, 2))).toEqual(['before', 'meanwhile'])
    expect((await ana.history(room.id)).map((m) => m.text)).toEqual(['before', 'meanwhile'])
  }, 60_000)

  test('[HEA-3] a database that says nothing is away after two seconds', async () => {
    await using place = await throughProxy('PARLANCE_DATABASE_URL')
    const { server, proxy } = place
    proxy.silence()
    const asked = performance.now()
    const answers = await Promise.all(Array.from({ length: 20 }, () => look(server.url, '/readyz')))
    // One after the other they would take 40 s.
    expect(performance.now() - asked).toBeLessThan(20_000)
    for (const { status, body } of answers) {
      expect(status).toBe(503)
      expect(body.database).toBe('unavailable: no answer in 2000 ms')
    }
    expect((await look(server.url, '/healthz')).status).toBe(200)
    proxy.heal()
    await waitFor(async () => (await look(server.url, '/readyz')).status === 200)
  }, 60_000)

  test('[HEA-4] what another node commits while the database is away from here is caught up with', async () => {
    await using place = await throughProxy('PARLANCE_DATABASE_URL')
    const { server, proxy } = place
    const ana = await server.user('Ana')
    const room = await ana.room()
    const socket = await ana.socket()
    const url = new URL(server.place.PARLANCE_DATABASE_URL)
    url.port = new URL(process.env[`TEST_${DATABASE.toUpperCase()}_URL`] ?? '').port
    const near = { PARLANCE_DATABASE_URL: url.href, PARLANCE_REDIS_URL: REDIS }
    await using other = await parlance(near)

    proxy.down()
    await waitFor(async () => (await look(server.url, '/readyz')).status === 503)
    for (let i = 0; i < 20; i++) await other.as(ana.token).send(room.id, `${i}`)
    proxy.heal()
    await waitFor(async () => (await look(server.url, '/readyz')).status === 200)
    await other.as(ana.token).send(room.id, 'after')
    const received = await socket.hears(room.id, 21)
    expect(texts(received)).toEqual([...Array.from({ length: 20 }, (_, i) => `${i}`), 'after'])
    expect(socket.closed).toBeUndefined()
  }, 60_000)

  test('[HEA-5] a bus that is away is told, and is no reason to turn anybody away', async () => {
    await using place = await throughProxy('PARLANCE_REDIS_URL')
    const { server, proxy } = place
    proxy.down()
    await waitFor(async () => (await look(server.url, '/readyz')).body.bus === 'down')
    expect(await look(server.url, '/readyz')).toMatchObject({
      status: 200,
      body: { status: 'ready', database: 'ok', bus: 'down' },
    })
    proxy.heal()
    await waitFor(async () => (await look(server.url, '/readyz')).body.bus === 'ok')
  }, 60_000)
}
