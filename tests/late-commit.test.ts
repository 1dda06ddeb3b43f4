import { expect, test } from 'bun:test'
import { texts } from './support/client.ts'
import { DATABASE, freshDatabase } from './support/database.ts'
import { REDIS } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'
import { TcpProxy, type Way } from './support/proxy.ts'
import { execute } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

/** A node whose way to its database leads through a proxy, and another one that is near. */
async function farAndNear() {
  const database = await freshDatabase()
  const url = new URL(database.url)
  const proxy = await TcpProxy.open(Number(url.port))
  url.port = `${proxy.port}`
  const far = await parlance({ PARLANCE_DATABASE_URL: url.href, PARLANCE_REDIS_URL: REDIS })
  const near = await parlance({
    PARLANCE_DATABASE_URL: database.url,
    PARLANCE_REDIS_URL: REDIS,
  })
  return {
    far,
    near,
    proxy,
    database,
    [Symbol.asyncDispose]: async () => {
      proxy.heal()
      await far[Symbol.asyncDispose]()
      await near[Symbol.asyncDispose]()
      proxy.close()
      await database.drop()
    },
  }
}

if (DATABASE !== 'sqlite') {
  test('[DUR-2] a commit that reaches the database too late is not carried out, and its message is not acknowledged', async () => {
    await using at = await farAndNear()
    const { far, near, proxy } = at
    const ana = await far.user('Ana')
    const room = await ana.room()
    await ana.send(room.id, 'before')
    const first = await near.as(ana.token).socket()
    const { cursor } = first.ready
    first.close()
    // No message is slow enough to be given up, and together they last longer than a cursor looks back.
    const clientId = 'held'
    const sent = ana.call('POST', `/rooms/${room.id}/messages`, { text: 'late', clientId })
    proxy.delay(2500)
    const answer = await sent
    proxy.heal()
    expect(answer.status).toBe(503)
    await waitFor(async () => (await fetch(`${far.url}/readyz`)).ok, 30)
    const again = await ana.ask('POST', `/rooms/${room.id}/messages`, { text: 'late', clientId })
    const back = await near.as(ana.token).socket({ cursor, received: { [room.id]: room.seq + 1 } })
    await waitFor(() => back.events.length > 0)
    expect(texts(back.events)).toEqual(['late'])
    expect(back.events[0]?.seq).toBe(again.seq)
  }, 60_000)

  test('[RES-13] a log whose received seq is below its end is replayed, whatever the time of its events', async () => {
    await using server = await parlance()
    const ana = await server.user('Ana')
    const ben = await server.user('Ben')
    const room = await ana.room('group', ben)
    const left = await ana.room('group', ben)
    await ana.send(room.id, 'late')
    await ana.ask('DELETE', `/rooms/${left.id}/members/${ben.id}`)
    // As if both had been committed an hour after their times.
    const hour = 3_600_000
    for (const { id } of [room, left]) {
      await execute(server.place.PARLANCE_DATABASE_URL, [
        `update events set at = at - ${hour} where log = '${id}'`,
        `update logs set at = at - ${hour} where log = '${id}'`,
        `update members set left_at = left_at - ${hour} where room = '${id}'`,
      ])
    }
    const before = await ben.socket()
    const { cursor } = before.ready
    before.close()
    const known = { [room.id]: room.seq, [left.id]: left.seq }
    const back = await ben.socket({ cursor, received: known })
    expect(back.events.map(({ type, log }) => [type, log])).toEqual([
      ['message.created', room.id],
      ['member.left', left.id],
    ])
    // A client that does not say what it has received hears what is new by its time.
    const other = await ben.socket({ cursor })
    expect(other.events.map(({ log }) => log)).not.toContain(room.id)
  })

  test('[DAT-4] one silent connection to the database does not stop the other writes, and is given up', async () => {
    await using at = await farAndNear()
    const { far, proxy } = at
    const ana = await far.user('Ana')
    const [room, other] = [await ana.room(), await ana.room()]
    await ana.send(room.id, 'before')
    // Whatever uses a connection next is answered nothing on it.
    let silent: number | undefined
    proxy.silence((way: Way, connection: number) => {
      if (way === 'there') silent ??= connection
      return connection === silent
    })
    const begun = ana.call('POST', `/rooms/${room.id}/messages`, { text: 'held' })
    await waitFor(() => silent !== undefined)
    const beside = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        ana.call('POST', `/rooms/${other.id}/messages`, { text: `${i}` }),
      ),
    )
    expect(beside.map(({ status }) => status)).toEqual(beside.map(() => 201))
    expect([201, 503]).toContain((await begun).status)
  }, 60_000)
}

test('[TRU-6] a value that the database refuses fails by itself: its neighbours are stored', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  await refuseBad(server.place)
  const tries = Array.from({ length: 60 }, (_, i) =>
    ana.call('POST', `/rooms/${room.id}/messages`, { text: i === 23 ? 'bad' : `${i}` }),
  )
  const statuses = (await Promise.all(tries)).map(({ status }) => status)
  expect(statuses).toEqual(statuses.map((_, i) => (i === 23 ? 500 : 201)))
  const again = await ana.call('POST', `/rooms/${room.id}/messages`, { text: 'bad' })
  expect([again.status, again.body.code]).toEqual([500, 'internal'])
  expect((await ana.history(room.id)).length).toBe(50)
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
})

/** The database refuses one text, as it would one that it cannot hold. */
async function refuseBad(place: { PARLANCE_DATA: string; PARLANCE_DATABASE_URL: string }) {
  const statement =
    DATABASE === 'sqlite'
      ? `create trigger no_bad before insert on messages when new.text = 'bad'
         begin select raise(abort, 'bad'); end`
      : `alter table messages add constraint no_bad check (text <> 'bad')`
  await execute(place.PARLANCE_DATABASE_URL, [statement], place.PARLANCE_DATA)
}
