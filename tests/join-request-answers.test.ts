import { expect, test } from 'bun:test'
import { sql } from 'kysely'
import type { Event } from '../protocol/events.ts'
import { LIMITS } from '../protocol/limits.ts'
import { openDatabase } from '../server/store/engine/open.ts'
import { raw } from '../server/store/tables/statement.ts'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { addToManyRooms } from './support/many-rooms.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'
import { execute } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

/** Ana owns an open room that is joined on request; Ben is one of its moderators, Dora a member, and Cleo asks. */
async function setUp() {
  const server = await parlance()
  const [ana, ben, cleo, dora] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
    await server.user('Dora'),
  ]
  for (const who of [ben, cleo, dora]) await who.ask('GET', '/me')
  const settings = { type: 'public', name: 'Asked', entry: 'request', members: [ben.id, dora.id] }
  const room: string = (await ana.ask('POST', '/rooms', settings)).id
  await ana.ask('PATCH', `/rooms/${room}/members/${ben.id}`, { role: 'moderator' })
  return {
    server,
    ...{ ana, ben, cleo, dora, room, path: `/rooms/${room}` },
    ask: (who = cleo, body: object = {}) => who.call('POST', `/rooms/${room}/join-requests`, body),
    request: async (): Promise<string> =>
      (await cleo.ask('POST', `/rooms/${room}/join-requests`, { answer: 'a secret of mine' })).id,
    answer: (who: Client, id: string, verb: string, body: object = {}) =>
      who.call('POST', `/join-requests/${id}/${verb}`, body),
    queue: async () => (await ana.ask('GET', `/rooms/${room}/join-requests`)).joinRequests,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const own = (who: Client) => `user:${who.id}`
const ofRequests = (events: readonly Event[]) =>
  events.filter(({ type }) => type.startsWith('joinRequest.'))

test('[JRQ-4] the asker and the staff receive the events in their own logs, and no other member does', async () => {
  await using at = await setUp()
  const [ana, ben, cleo, dora] = await Promise.all(
    [at.ana, at.ben, at.cleo, at.dora].map((who) => who.socket()),
  )
  if (!ana || !ben || !cleo || !dora) throw new Error('a socket is missing')
  const joinRequest = await at.request()
  await at.answer(at.ben, joinRequest, 'decline')
  await at.request()
  await at.cleo.ask('DELETE', `/join-requests/${joinRequest}`)
  await at.request()
  await at.answer(at.ben, joinRequest, 'accept')
  const ended = { joinRequest, room: at.room }
  const by = { id: at.ben.id, name: 'Ben' }
  const created = { type: 'joinRequest.created', joinRequest: { user: { id: at.cleo.id } } }
  for (const [who, socket] of [
    [at.ana, ana],
    [at.ben, ben],
    [at.cleo, cleo],
  ] as const) {
    const events = await socket.hears(own(who), 6)
    expect(events).toMatchObject([
      { ...created, joinRequest: { answer: 'a secret of mine' } },
      { type: 'joinRequest.declined', ...ended, ...(who !== at.cleo && { declinedBy: by }) },
      created,
      { type: 'joinRequest.deleted', ...ended },
      created,
      { type: 'joinRequest.accepted', ...ended, by },
    ])
    // The asker does not learn who declined.
    if (who === at.cleo) expect(events[1]).not.toHaveProperty('declinedBy')
  }
  const [joined] = await cleo.hears(at.room, 1)
  expect(joined).toMatchObject({ type: 'member.joined', member: { role: 'member' }, by })
  await dora.hears(at.room, 1)
  expect(ofRequests(dora.events)).toEqual([])
})

test('[JRQ-4] a replay is the same, without the answers of requests that have ended', async () => {
  await using at = await setUp()
  const cursors = new Map<Client, string>()
  for (const who of [at.ben, at.cleo]) cursors.set(who, (await who.ask('GET', '/rooms')).cursor)
  const id = await at.request()
  await at.answer(at.ana, id, 'decline')
  await at.request()
  await at.answer(at.ana, id, 'accept')
  for (const who of [at.ben, at.cleo]) {
    const socket = await who.socket({ cursor: cursors.get(who) })
    const events = ofRequests(await socket.hears(own(who), 4))
    expect(events.map(({ type }) => type)).toEqual([
      ...(['joinRequest.created', 'joinRequest.declined'] as const),
      ...(['joinRequest.created', 'joinRequest.accepted'] as const),
    ])
    expect('declinedBy' in (events[1] ?? {})).toBe(who === at.ben)
    expect(JSON.stringify(events)).not.toContain('a secret of mine')
  }
})

test('[JRQ-4] of a large staff, those with the highest roles receive the events', async () => {
  await using at = await setUp()
  const admin = await at.server.user('Admin')
  await admin.ask('GET', '/me')
  const moderators = await Promise.all(
    Array.from({ length: LIMITS.staffPerJoinRequest }, (_, n) => at.server.user(`Mod${n}`)),
  )
  for (const [who, role] of [
    ...moderators.map((each) => [each, 'moderator'] as const),
    [admin, 'admin'] as const,
  ]) {
    await who.ask('GET', '/me')
    await at.server.backend().ask('PUT', `${at.path}/members/${who.id}`, { role })
  }
  const staff = [at.ana, admin, at.ben, ...moderators]
  const sockets = await Promise.all(staff.map((who) => who.socket()))
  await at.request()
  const received = () => sockets.filter(({ events }) => ofRequests(events).length > 0)
  await waitFor(() => received().length >= LIMITS.staffPerJoinRequest)
  expect(received()).toEqual(sockets.slice(0, LIMITS.staffPerJoinRequest))
})

test('[JRQ-5] of two answers at once one wins, on several nodes, too: the other is refused', async () => {
  await using cluster = await nodes(DATABASE === 'sqlite' || REDIS === '' ? 1 : 2)
  const [here, there] = [cluster.at(0), cluster.at(1)]
  const [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map(here.user))
  if (!ana || !ben || !cleo) throw new Error('a user is missing')
  await ben.ask('GET', '/me')
  const settings = { type: 'public', name: 'Asked', entry: 'request', members: [ben.id] }
  const { id: room } = await ana.at(here.url).ask('POST', '/rooms', settings)
  const path = `/rooms/${room}`
  await ana.ask('PATCH', `${path}/members/${ben.id}`, { role: 'admin' })
  for (const verbs of [
    ['accept', 'accept'],
    ['accept', 'decline'],
    ['decline', 'decline'],
  ]) {
    const { id } = await cleo.ask('POST', `${path}/join-requests`, {})
    const answers = await Promise.all(
      [ana.at(here.url), ben.at(there.url)].map((who, i) =>
        who.call('POST', `/join-requests/${id}/${verbs[i]}`, {}),
      ),
    )
    const lost = answers.filter(({ status }) => status >= 300)
    expect(lost.map(({ status, body }) => [status, body.code])).toEqual([
      [410, 'join_request_over'],
    ])
    const isIn = (await cleo.call('GET', `${path}/members`)).status === 200
    expect(isIn).toBe(answers.some(({ status }) => status === 200))
    if (isIn) await ana.ask('DELETE', `${path}/members/${cleo.id}`)
  }
})

test('[JRQ-5] a user in as many rooms as allowed cannot ask; one who fills up meanwhile stays in the queue', async () => {
  await using at = await setUp()
  const id = await at.request()
  await addToManyRooms(at.server.backend(), at.cleo)
  // Rooms to which others added Cleo do not count. A thousand that she creates herself would take a minute.
  const { PARLANCE_DATABASE_URL, PARLANCE_DATA } = at.server.place
  await execute(PARLANCE_DATABASE_URL, ['update members set added = null'], PARLANCE_DATA)
  expect((await at.answer(at.ana, id, 'accept')).body.code).toBe('too_many_rooms')
  expect(await at.queue()).toHaveLength(1)
  await at.cleo.ask('DELETE', `/join-requests/${id}`)
  expect((await at.ask()).body.code).toBe('too_many_rooms')
}, 60_000)

test('[JRQ-6] a declined user can ask again, unless it was for good; the staff can still let them in', async () => {
  await using at = await setUp()
  const id = await at.request()
  expect((await at.answer(at.ben, id, 'decline')).status).toBe(204)
  expect(await at.request()).toBe(id)
  expect((await at.answer(at.ben, id, 'decline', { forGood: true })).status).toBe(204)
  expect((await at.answer(at.ana, id, 'accept')).body.code).toBe('join_request_over')
  const refused = await at.ask()
  expect([refused.status, refused.body.code]).toEqual([403, 'join_request_declined'])
  await at.ana.ask('PUT', `${at.path}/members/${at.cleo.id}`)
  // Who was removed asks again.
  await at.ana.ask('DELETE', `${at.path}/members/${at.cleo.id}`)
  expect((await at.cleo.call('PUT', `${at.path}/members/me`)).body.code).toBe(
    'join_request_required',
  )
  expect((await at.ask()).status).toBe(201)
})

test('[JRQ-7] the request of a user who becomes a member in another way ends', async () => {
  await using at = await setUp()
  const socket = await at.cleo.socket()
  const leave = () => at.cleo.ask('DELETE', `${at.path}/members/me`)
  const { code } = await at.ana.ask('POST', `${at.path}/invitations`, {})
  const ways = [
    () => at.ana.ask('PUT', `${at.path}/members/${at.cleo.id}`),
    () => at.server.backend().ask('PUT', `${at.path}/members/${at.cleo.id}`),
    () => at.cleo.ask('POST', '/invitations/accept', { code }),
    async () => {
      await at.ana.ask('PATCH', at.path, { entry: 'open' })
      await at.cleo.ask('PUT', `${at.path}/members/me`)
    },
  ]
  for (const [n, way] of ways.entries()) {
    const id = await at.request()
    await way()
    expect(await at.queue()).toEqual([])
    expect((await at.answer(at.ana, id, 'decline')).body.code).toBe('join_request_over')
    const events = await socket.hears(own(at.cleo), 2 * (n + 1))
    expect(events.at(-1)).toMatchObject({ type: 'joinRequest.deleted', joinRequest: id })
    await leave()
  }
})

test('[JRQ-7] it ends with its room and its user, and the answer goes from the database', async () => {
  await using at = await setUp()
  const eli = await at.server.user('Eli')
  const [staff, asker] = [await at.ana.socket(), await eli.socket()]
  await at.request()
  await at.ask(eli, { answer: 'a secret, too' })
  await at.server.backend().ask('DELETE', `/users/${at.cleo.id}`)
  expect((await staff.hears(own(at.ana), 3))[2]).toMatchObject({ type: 'joinRequest.deleted' })
  expect((await at.queue()).map(({ user }: { user: { id: string } }) => user.id)).toEqual([eli.id])
  await at.ana.ask('DELETE', at.path)
  expect((await asker.hears(own(eli), 2))[1]).toMatchObject({ type: 'joinRequest.deleted' })
  expect((await eli.ask('GET', '/join-requests')).joinRequests).toEqual([])
  expect((await at.ask(eli)).body.code).toBe('not_found')
  await at.server.stop()
  const { PARLANCE_DATA: data, PARLANCE_DATABASE_URL: databaseUrl } = at.server.place
  const database = await openDatabase({ databaseUrl, data })
  const all = raw<object, object>(() => sql`select * from join_requests`)
  const rows = await database.read((session) => session.all(all, {}))
  await database.close()
  expect(rows).toHaveLength(2)
  expect(JSON.stringify(rows)).not.toContain('secret')
})

test('[JRQ-8] in an archived room nobody asks or is accepted; requests can be listed, declined and withdrawn', async () => {
  await using at = await setUp()
  const id = await at.request()
  const eli = await at.server.user('Eli')
  const other = (await at.ask(eli)).body.id
  await at.ana.ask('PATCH', at.path, { archived: true })
  expect((await at.ask(await at.server.user('Fay'))).body.code).toBe('archived')
  expect((await at.answer(at.ana, id, 'accept')).body.code).toBe('archived')
  expect(await at.queue()).toHaveLength(2)
  expect((await at.answer(at.ana, id, 'decline')).status).toBe(204)
  expect((await eli.call('DELETE', `/join-requests/${other}`)).status).toBe(204)
})

test('[JRQ-10] the app lists the join requests to a room, accepts and declines them', async () => {
  await using at = await setUp()
  const app = at.server.backend()
  const eli = await at.server.user('Eli')
  const id = await at.request()
  const other = (await at.ask(eli)).body.id
  const first = await app.ask('GET', `${at.path}/join-requests?limit=1`)
  const second = await app.ask('GET', `${at.path}/join-requests?limit=1&after=${first.next}`)
  expect([...first.joinRequests, ...second.joinRequests]).toEqual(await at.queue())
  const socket = await at.cleo.socket()
  expect((await app.ask('POST', `/join-requests/${id}/accept`, {})).user.id).toBe(at.cleo.id)
  expect(await socket.hears(at.room, 1)).toMatchObject([{ by: { id: 'parlance' } }])
  await app.ask('POST', `/join-requests/${other}/decline`, { forGood: true })
  expect((await at.ask(eli)).body.code).toBe('join_request_declined')
  const over = await app.call('POST', `/join-requests/${id}/accept`, {})
  expect(over.body.code).toBe('join_request_over')
  expect(await at.queue()).toEqual([])
})
