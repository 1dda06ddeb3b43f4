import { expect, test } from 'bun:test'
import { type MessageId, newId } from '../protocol/ids.ts'
import { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { graphql } from './support/graphql.ts'
import { BUSES, nodes } from './support/nodes.ts'
import { type Parlance, parlance, token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { execute } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

async function setUp(server: Parlance) {
  const [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map(server.user))
  if (!ana || !ben || !cleo) throw new Error('a user is missing')
  for (const each of [ana, ben, cleo]) await each.ask('GET', '/me')
  const room = await ana.room('group', ben, cleo)
  return { ana, ben, cleo, room, app: server.backend() }
}

const deleteIn = (who: Client, room: string, { id }: Client) =>
  who.call('DELETE', `/rooms/${room}/members/${id}/messages`)

const onServer = (who: Client, { id }: Client) => who.call('DELETE', `/users/${id}/messages`)

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) =>
  status < 300 ? status : body.code

/** The texts that are left, once nothing of the author is. */
const left = (who: Client, room: string, author: Client) =>
  waitFor(async () => {
    const all = (await who.history(room)).filter(({ deletedAt }) => deletedAt === undefined)
    return !all.some(({ sender }) => sender.id === author.id) && all.map(({ text }) => text)
  })

const role = (app: Client, { id }: Client, value: string) =>
  app.ask('PATCH', `/users/${id}`, { role: value })

test('[EDT-8] the staff delete all messages of a member in a room: each deletion is an event, and nothing of them is left', async () => {
  await using server = await parlance()
  const { ana, ben, cleo, room, app } = await setUp(server)
  const elsewhere = await ben.room('group', ana)
  await ben.send(elsewhere.id, 'elsewhere')
  const pinned = await ben.send(room.id, 'walrus pinned')
  await ana.ask('PUT', `/rooms/${room.id}/pins/${pinned.id}`)
  const own = await ben.send(room.id, 'walrus deleted by its author')
  await ben.ask('DELETE', `/rooms/${room.id}/messages/${own.id}`)
  const sent = Array.from({ length: 230 }, (_, n) => ben.send(room.id, `walrus ${n}`))
  const ids = (await Promise.all(sent)).toSorted((a, b) => a.seq - b.seq).map(({ id }) => id)
  const reply = await cleo.send(room.id, 'an answer', { replyTo: pinned.id })
  const report = { message: pinned.id, reason: 'spam' }
  await cleo.ask('POST', '/reports', report)
  const search = async () => (await cleo.ask('GET', '/search?q=walrus')).found
  await waitFor(async () => (await search()).length > 0)
  expect(reply.quote?.text).toBe('walrus pinned')
  const socket = await ana.socket()
  expect((await deleteIn(ana, room.id, ben)).status).toBe(204)
  const gone = () => socket.events.filter(({ type }) => type === 'message.deleted')
  await waitFor(() => gone().length === 231)
  expect(gone()).toMatchObject(
    [pinned.id, ...ids].map((id) => ({ by: { id: ana.id }, message: { id, text: '' } })),
  )
  expect(await left(cleo, room.id, ben)).toEqual(['an answer'])
  expect((await cleo.ask('GET', `/rooms/${room.id}/pins`)).messages).toEqual([])
  expect(await search()).toEqual([])
  const { rooms } = await cleo.ask('GET', '/rooms')
  expect(rooms.find(({ id }: { id: string }) => id === room.id).unread).toBe(0)
  const { quote } = await cleo.ask('GET', `/rooms/${room.id}/messages/${reply.id}`)
  expect(quote.text).toBeUndefined()
  for (const { id } of [own, pinned]) {
    const restored = await ben.call('POST', `/rooms/${room.id}/messages/${id}/restore`)
    expect(codeOf(restored)).toBe('too_late')
  }
  const { reports } = await app.ask('GET', '/reports')
  expect(JSON.stringify(await app.ask('GET', `/reports/${reports[0].id}`))).toContain('walrus')
  expect(await left(ana, elsewhere.id, ana)).toEqual(['elsewhere'])
  const { entries } = await app.ask('GET', `/audit?room=${room.id}`)
  expect(entries).toMatchObject([{ act: 'messages.deleteAll', by: ana.id, user: ben.id }])
  await ben.send(room.id, 'a later one')
  expect((await ana.history(room.id)).at(-1)?.text).toBe('a later one')
})

test('[EDT-8] nobody deletes the messages of a user whose role is not lower, of themselves, or of one who was never there', async () => {
  await using server = await parlance()
  const { ana, ben, cleo, room, app } = await setUp(server)
  const mod = await server.user('Mod')
  const admin = await server.user('Admin')
  for (const each of [mod, admin]) await each.ask('GET', '/me')
  for (const each of [mod, admin]) await ana.ask('PUT', `/rooms/${room.id}/members/${each.id}`)
  await ana.ask('PATCH', `/rooms/${room.id}/members/${mod.id}`, { role: 'moderator' })
  for (const each of [ana, ben, mod, admin]) await each.send(room.id, `of ${each.id}`)
  const before = await ana.history(room.id)
  await role(app, admin, 'administrator')
  const eve = await server.user('Eve')
  await eve.ask('GET', '/me')
  expect(codeOf(await deleteIn(ben, room.id, cleo))).toBe('forbidden')
  expect(codeOf(await deleteIn(eve, room.id, ben))).toBe('not_found')
  for (const each of [ana, admin, mod])
    expect(codeOf(await deleteIn(mod, room.id, each))).toBe('forbidden')
  expect(codeOf(await deleteIn(ana, room.id, admin))).toBe('forbidden')
  expect(codeOf(await deleteIn(ana, room.id, eve))).toBe('not_found')
  expect(codeOf(await onServer(ana, ben))).toBe('forbidden')
  await role(app, mod, 'moderator')
  expect(codeOf(await onServer(mod, admin))).toBe('forbidden')
  expect(codeOf(await onServer(mod, mod))).toBe('forbidden')
  expect(codeOf(await onServer(mod, { id: 'nobody' } as Client))).toBe('not_found')
  // The administrator has left, and is one nevertheless.
  await admin.ask('DELETE', `/rooms/${room.id}/members/me`)
  expect(codeOf(await deleteIn(mod, room.id, admin))).toBe('forbidden')
  expect((await ana.history(room.id)).slice(0, before.length)).toEqual(before)
  await ben.ask('DELETE', `/rooms/${room.id}/members/me`)
  expect(codeOf(await deleteIn(mod, room.id, ben))).toBe(204)
  expect(await left(ana, room.id, ben)).toHaveLength(3)
  const entries = (await app.ask('GET', '/audit?act=messages.deleteAll')).entries
  expect(entries).toHaveLength(1)
})

test('[EDT-8] a legal hold refuses it, and a room under a hold is left out of all rooms', async () => {
  await using server = await parlance()
  const { ana, ben, room, app } = await setUp(server)
  await role(app, ana, 'moderator')
  const held = await ana.room('group', ben)
  const { id: dm } = await ben.ask('POST', '/rooms', { type: 'dm', members: [ana.id] })
  for (const id of [room.id, held.id, dm]) await ben.send(id, 'stays?')
  const ofUser = await app.ask('POST', '/legal-holds', { user: ben.id, reason: 'Case 8' })
  expect(codeOf(await deleteIn(ana, room.id, ben))).toBe('legal_hold')
  expect(codeOf(await onServer(ana, ben))).toBe('legal_hold')
  expect(codeOf(await onServer(app, ben))).toBe('legal_hold')
  await app.ask('DELETE', `/legal-holds/${ofUser.id}`)
  await app.ask('POST', '/legal-holds', { room: held.id, reason: 'Case 9' })
  expect(codeOf(await deleteIn(ana, held.id, ben))).toBe('legal_hold')
  expect(codeOf(await app.call('DELETE', `/users/${ben.id}/messages?room=${held.id}`))).toBe(
    'legal_hold',
  )
  expect(codeOf(await onServer(ana, ben))).toBe(204)
  for (const id of [room.id, dm]) expect(await left(ana, id, ben)).toEqual([])
  await waitFor(
    async () => (await app.ask('GET', '/jobs?kind=messages.deleteAll')).jobs.length === 0,
  )
  expect((await ana.history(held.id)).map(({ text }) => text)).toEqual(['stays?'])
})

test('[EDT-8] repeated, it deletes what was sent since, also if its job was interrupted or is parked', async () => {
  await using server = await parlance()
  const { ana, ben, room, app } = await setUp(server)
  await ben.send(room.id, 'before')
  const { seq } = await ben.send(room.id, 'the last one that the job has seen')
  const body = JSON.stringify({ user: ben.id, by: ana.id, room: room.id })
  const key = `messages.deleteAll:${room.id}:${ben.id}`
  const jobs = async () => (await app.ask('GET', '/jobs?kind=messages.deleteAll')).jobs
  // As after ten failures, and as after a node that stopped.
  for (const [due, tries] of [
    ['null', 10],
    [Date.now() + 60_000, 1],
  ]) {
    const values = `'${newId<string>('job', Date.now())}', 'messages.deleteAll', '${body}', ${due}, ${tries}, '${key}', '${room.id} 200 ${seq}'`
    const insert = `insert into jobs (id, kind, body, due, tries, unique_key, progress) values (${values})`
    await execute(server.place.PARLANCE_DATABASE_URL, [insert], server.place.PARLANCE_DATA)
    await ben.send(room.id, 'sent since')
    expect(codeOf(await deleteIn(ana, room.id, ben))).toBe(204)
    const [job] = await jobs()
    if (due !== 'null') await app.ask('POST', `/jobs/${job.id}/retry`)
    expect(await left(ana, room.id, ben)).toEqual([])
    await waitFor(async () => (await jobs()).length === 0)
  }
})

test('[EDT-8] a deletion that SIGKILL interrupts goes on where it was, and each deletion is received once', async () => {
  await using server = await ownProcess()
  await server.start()
  const [ana, ben] = await Promise.all(
    ['ana', 'ben'].map(async (sub) => new Client(server.url, await token({ sub }), sub)),
  )
  if (!ana || !ben) throw new Error('a user is missing')
  const room = await ana.room('group', ben)
  const sent: MessageId[] = []
  for (let n = 0; n < 30; n++) {
    const some = Array.from({ length: 100 }, () => ben.send(room.id, `text ${n}`))
    sent.push(...(await Promise.all(some)).map(({ id }) => id))
  }
  const before = await ana.socket()
  expect(codeOf(await deleteIn(ana, room.id, ben))).toBe(204)
  await before.hears(room.id, 1)
  await server.kill()
  await before.ends()
  const first = before.events
  expect(first.length).toBeLessThan(sent.length)
  await server.start()
  // As half a minute later, when the lease of the killed process has ended.
  const end = 'update jobs set due = 1 where owner is not null'
  await execute(server.databaseUrl, [end], server.data)
  const last = first.at(-1)
  const received = { [room.id]: last?.seq ?? 0 }
  const after = await ana.socket({ cursor: last?.cursor, received })
  await after.hears(room.id, sent.length - first.length)
  expect(await left(ana, room.id, ben)).toEqual([])
  const { seq } = await ana.send(room.id, 'the end')
  await waitFor(() => after.events.at(-1)?.seq === seq)
  const all = [...first, ...after.events.slice(0, -1)]
  const ids = all.map((event) => (event.type === 'message.deleted' ? event.message.id : event.type))
  expect(ids.toSorted()).toEqual(sent.toSorted())
  expect(all.map((event) => event.seq)).toEqual(all.map((_, n) => (first[0]?.seq ?? 0) + n))
}, 120_000)

test('[EDT-8] the command is on the socket, in GraphQL and on the management port', async () => {
  await using server = await parlance()
  const { ana, ben, room, app } = await setUp(server)
  await role(app, ana, 'administrator')
  const socket = await ana.socket()
  const input = `room: "${room.id}", user: "${ben.id}"`
  const mutation = (field: string) => `mutation { ${field} }`
  const acts: [string, () => Promise<unknown>][] = [
    ['socket', () => socket.command('messages.deleteAll', { room: room.id, user: ben.id })],
    ['socket', () => socket.command('serverMessages.deleteAll', { user: ben.id })],
    ['graphql', () => graphql(ana, mutation(`deleteAllMessages(input: { ${input} })`))],
    [
      'graphql',
      () => graphql(ana, mutation(`deleteAllMessagesOnServer(input: { user: "${ben.id}" })`)),
    ],
    ['app', () => app.call('DELETE', `/users/${ben.id}/messages?room=${room.id}`)],
    ['app', () => onServer(app, ben)],
  ]
  for (const [name, act] of acts) {
    await ben.send(room.id, name)
    await act()
    expect(await left(ana, room.id, ben), name).toEqual([])
  }
})

if (DATABASE !== 'sqlite')
  for (const [name, bus] of BUSES)
    test(`[EDT-8] on ${name}: the members on three nodes receive every deletion, in one order`, async () => {
      await using cluster = await nodes(3, { PARLANCE_REDIS_URL: bus })
      const { ana, ben, cleo, room } = await setUp(cluster.at(0))
      for (let n = 0; n < 20; n++) await ben.send(room.id, `message ${n}`)
      const sockets = await Promise.all(
        [ana.at(cluster.at(0).url), cleo.at(cluster.at(1).url), ben.at(cluster.at(2).url)].map(
          (each) => each.socket(),
        ),
      )
      expect((await deleteIn(ana.at(cluster.at(1).url), room.id, ben)).status).toBe(204)
      const orders = []
      for (const socket of sockets) orders.push(await socket.hears(room.id, 20))
      expect(orders[0]?.map(({ type }) => type)).toEqual(Array(20).fill('message.deleted'))
      expect(orders[1]).toEqual(orders[0] as never)
      expect(orders[2]).toEqual(orders[0] as never)
    })
