import { Database as Sqlite } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import type { Cursor, RoomId, UserId } from '../protocol/ids.ts'
import { openDatabase } from '../server/store/engine/open.ts'
import {
  ChangedRows,
  ROOM_ROW,
  ROOM_WITH_MESSAGES,
  USER_NAME,
} from '../server/store/engine/sqlite/changed-rows.ts'
import { Connection } from '../server/store/engine/sqlite/connection.ts'
import { sqliteDialect } from '../server/store/engine/sqlite/dialect.ts'
import { SharedRows } from '../server/store/engine/sqlite/shared-rows.ts'
import { SqlReader } from '../server/store/reader.ts'
import type { JoinedMessageRow } from '../server/store/tables/rows.ts'
import type { Tables } from '../server/store/tables/tables.ts'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { FILLED, insertRow, roomOf, userOf } from './support/filled-rows.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { shadowBan } from './support/shadow.ts'
import { execute } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

/** What somebody reads of the server, which keeps rows in memory. */
async function shown(client: Client, room: string) {
  const list = await client.call('GET', '/rooms?hidden=true')
  const page = await client.call('GET', `/rooms/${room}/messages`)
  return { rooms: list.body.rooms, messages: page.body.messages }
}

/** The same from the file, by a connection that keeps nothing. */
async function stored({ place }: Parlance, { id }: Client, room: string) {
  using database = new Sqlite(join(place.PARLANCE_DATA, 'parlance.sqlite'), { readonly: true })
  const db = new Kysely<Tables>({ dialect: sqliteDialect(database) })
  const now = Date.now()
  const connection = new Connection(
    db,
    database,
    () => now,
    () => undefined,
  )
  const reader = new SqlReader(connection, now, 0, () => '' as Cursor)
  const user = id as UserId
  const { items } = await reader.rooms.of(user, { limit: 50, hidden: true }, now)
  const standing = await reader.rooms.standing(room as RoomId, user)
  const messages =
    standing?.role &&
    (await reader.messages.list(standing.room.id, { ...standing, limit: 50, viewer: user }))
  return JSON.parse(JSON.stringify({ rooms: items, messages }))
}

async function setUp() {
  const server = await parlance()
  const [ana, ben, cleo] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
  ]
  const room = await ana.room('group', ben)
  const ofRoom = `/rooms/${room.id}`
  const one = await ana.send(room.id, 'one')
  const two = await ben.send(room.id, 'two')
  const quote = await ben.send(room.id, 'a quote', { replyTo: one.id })
  const root = await ana.send(room.id, 'a thread')
  await cleo.ask('GET', '/me')
  await ana.ask('PUT', `${ofRoom}/members/${cleo.id}`)
  await ana.send(room.id, `for @Ben`, { mentions: { users: [ben.id] } })
  return { server, app: server.backend(), ana, ben, cleo, room, ofRoom, one, two, quote, root }
}
type Place = Awaited<ReturnType<typeof setUp>>

const path = ({ ofRoom }: Place, { id }: { id: string }) => `${ofRoom}/messages/${id}`
const sql = ({ server }: Place, statement: string) =>
  execute('', [statement], server.place.PARLANCE_DATA)

/** Each changes what at least one of the three reads. */
const CHANGES: Readonly<Record<string, (at: Place) => Promise<unknown>>> = {
  'a send': ({ ana, room }) => ana.send(room.id, 'more'),
  'an edit of a quoted message': (at) => at.ana.ask('PATCH', path(at, at.one), { text: 'first' }),
  'a reaction': (at) => at.ben.ask('PUT', `${path(at, at.two)}/reactions/%F0%9F%91%8D`),
  'a second one': (at) => at.ana.ask('PUT', `${path(at, at.two)}/reactions/%F0%9F%91%8D`),
  'its end': (at) => at.ben.ask('DELETE', `${path(at, at.two)}/reactions/%F0%9F%91%8D`),
  'a pin': (at) => at.ana.ask('PUT', `${at.ofRoom}/pins/${at.two.id}`),
  'a reply': ({ ben, room, root }) => ben.send(room.id, 'a reply', { thread: root.id }),
  'a mark as read': ({ ben, ofRoom, two }) => ben.ask('PUT', `${ofRoom}/read`, { seq: two.seq }),
  'a mark as unread': ({ ben, ofRoom, one }) =>
    ben.ask('PUT', `${ofRoom}/unread`, { seq: one.seq }),
  'a name': ({ app, ben }) => app.ask('PATCH', `/users/${ben.id}`, { name: 'Benjamin' }),
  'an edit that mentions': (at) =>
    at.ana.ask('PATCH', path(at, at.root), {
      text: '@Ben: a thread',
      mentions: { users: [at.ben.id] },
    }),
  'a mention': ({ ana, ben, room }) => ana.send(room.id, '@Ben', { mentions: { users: [ben.id] } }),
  'a topic': ({ ana, ofRoom }) => ana.ask('PATCH', ofRoom, { topic: 'Fish' }),
  'a role': ({ ana, ben, ofRoom }) =>
    ana.ask('PATCH', `${ofRoom}/members/${ben.id}`, { role: 'admin' }),
  'a block': ({ ben, ana }) => ben.ask('PUT', `/me/blocks/${ana.id}`),
  'its end again': ({ ben, ana }) => ben.ask('DELETE', `/me/blocks/${ana.id}`),
  'a hidden message': async ({ server, cleo, room }) => {
    await shadowBan(server, cleo)
    await cleo.send(room.id, 'hidden')
  },
  'an edit that hides': async (at) => {
    const { id } = await at.ben.send(at.room.id, 'for all')
    await shown(at.cleo, at.room.id)
    await shadowBan(at.server, at.ben)
    await at.ben.ask('PATCH', path(at, { id }), { text: 'for staff' })
    await shadowBan(at.server, at.ben, false)
  },
  'a message that disappears': async ({ ana, cleo, room }) => {
    const { seq } = await ana.send(room.id, 'for a second', { expiresIn: 1 })
    const last = async () => (await cleo.history(room.id)).find((each) => each.seq === seq)
    expect((await last())?.text).toBe('for a second')
    await waitFor(async () => (await last())?.deletedAt !== undefined)
  },
  'a deletion of a quoted message': (at) => at.ana.ask('DELETE', path(at, at.one)),
  'its restoration': (at) => at.ana.ask('POST', `${path(at, at.one)}/restore`),
  'a limit of history': ({ app, room }) =>
    app.ask('PATCH', `/rooms/${room.id}`, { history: 'joined' }),
  'the end of that': ({ app, room }) => app.ask('PATCH', `/rooms/${room.id}`, { history: 'all' }),
  'a change by another program': (at) =>
    sql(at, `update messages set text = 'x' where text = 'two'`),
  'a leave': ({ cleo, ofRoom }) => cleo.ask('DELETE', `${ofRoom}/members/me`),
  'an erasure': async ({ app, ben, room, ana }) => {
    await app.ask('POST', '/erasures', { user: ben.id, messages: 'delete' })
    await waitFor(async () =>
      (await ana.history(room.id)).every(({ sender, text }) => sender.id !== ben.id || text === ''),
    )
  },
  'the end of the room': ({ ana, ofRoom }) => ana.ask('DELETE', ofRoom),
}

test.skipIf(DATABASE !== 'sqlite')(
  '[TRU-7] after every kind of change each user reads from memory what is in the database',
  async () => {
    const at = await setUp()
    await using _ = at.server
    const people = [at.ana, at.ben, at.cleo]
    const all = () => Promise.all(people.map((each) => shown(each, at.room.id)))
    let before = await all()
    for (const [name, change] of Object.entries(CHANGES)) {
      await change(at)
      const now = await all()
      // What was kept is wrong now.
      expect([name, now]).not.toEqual([name, before])
      // Who was erased reads nothing.
      for (const [i, client] of people.entries())
        if (now[i]?.rooms !== undefined)
          expect([name, now[i]]).toEqual([name, await stored(at.server, client, at.room.id)])
      // And what is kept by now is the same.
      expect([name, await all()]).toEqual([name, now])
      before = now
    }
  },
  30_000,
)

test.skipIf(DATABASE !== 'sqlite')(
  '[TRU-7] while messages are sent, edited and deleted, readers see each at least as it was when they asked',
  async () => {
    const at = await setUp()
    await using _ = at.server
    const versions = new Map<string, number>()
    let isOver = false
    const write = async (client: Client) => {
      for (let n = 0; n < 20; n++) {
        const { id } = await client.send(at.room.id, '1')
        for (let version = 2; version < 5; version++) {
          await client.ask('PATCH', path(at, { id }), { text: `${version}` })
          versions.set(id, version)
        }
      }
    }
    const read = async (client: Client) => {
      let reads = 0
      for (; !isOver || reads === 0; reads++) {
        const known = new Map(versions)
        const { rooms, messages } = await shown(client, at.room.id)
        for (const { id, version, text } of messages) {
          expect(version).toBeGreaterThanOrEqual(known.get(id) ?? 1)
          if (known.has(id)) expect(text).toBe(`${version}`)
        }
        expect(rooms[0].lastMessage.seq).toBeLessThanOrEqual(rooms[0].seq)
      }
      return reads
    }
    const reading = Promise.all([read(at.cleo), read(at.ana)])
    await Promise.all([write(at.ana), write(at.ben)])
    isOver = true
    expect(Math.min(...(await reading))).toBeGreaterThan(1)
    for (const client of [at.ana, at.ben, at.cleo])
      expect(await shown(client, at.room.id)).toEqual(await stored(at.server, client, at.room.id))
  },
  30_000,
)

test('[TRU-7] what is kept is bounded, what is used stays, and what is hidden is not kept', () => {
  const room = 'room_1' as RoomId
  const row = (seq: number, more: Partial<JoinedMessageRow> = {}) =>
    ({
      room,
      seq,
      text: 'x'.repeat(500),
      data: null,
      mentions: null,
      reactions: null,
      reply_to: null,
      quoted_seq: null,
      quoted_hidden: null,
      room_deleted_at: null,
      hidden: null,
      hidden_parts: null,
      sees_all: null,
      ...more,
    }) as JoinedMessageRow
  const rows = new SharedRows(100_000)
  const kept = () =>
    200 -
    rows.missing(
      room,
      Array.from({ length: 200 }, (_, i) => i),
    )
  for (let seq = 0; seq < 200; seq++) {
    rows.keep(row(seq))
    expect(rows.message(room, 0)?.seq).toBe(0)
    expect(kept()).toBeLessThanOrEqual(51)
  }
  expect(kept()).toBeGreaterThan(20)
  rows.keep(row(201, { hidden: 1 }))
  rows.keep(row(202, { sees_all: 0, hidden_parts: '{}' }))
  rows.keep(row(203, { reply_to: 'msg_1' } as Partial<JoinedMessageRow>))
  rows.keep(row(204, { reply_to: 'msg_1', quoted_seq: 1 } as Partial<JoinedMessageRow>))
  expect(rows.missing(room, [201, 202, 203, 204])).toBe(3)
  rows.forget({ room, seq: 1 })
  expect(rows.missing(room, [0, 204])).toBe(1)
})

test('[TRU-7] SQLite notes every row that is changed or removed, and no new message', async () => {
  const data = mkdtempSync(join(tmpdir(), 'parlance-changed-'))
  try {
    const opened = await openDatabase({ databaseUrl: '', data })
    await opened.write(async (session) => {
      for (const n of [1, 2])
        for (const table of ['rooms', 'users', 'messages', 'mentions'] as const)
          await insertRow(session, table, FILLED[table](n))
    })
    await opened.close()
    using database = new Sqlite(join(data, 'parlance.sqlite'))
    const rows = new ChangedRows(database)
    const room = roomOf(1)
    const noted = (statement: string) => {
      database.run('begin')
      database.run(statement)
      const changed = rows.take()
      database.run('rollback')
      expect(rows.take()).toEqual([])
      return changed
    }
    const ofRoom = { room, seq: ROOM_ROW }
    const withMessages = { room, seq: ROOM_WITH_MESSAGES }
    const name = { room: '' as RoomId, seq: USER_NAME }
    const where = `where id = '${room}'`
    expect(noted(`update messages set expires_at = 1 where seq = 1`)).toEqual([{ room, seq: 1 }])
    expect(noted(`delete from messages where seq = 1`)).toEqual([{ room, seq: 1 }])
    expect(noted(`update rooms set topic = 'new' ${where}`)).toEqual([ofRoom])
    expect(noted(`update rooms set deleted_at = 1 ${where}`)).toEqual([withMessages, ofRoom])
    expect(noted(`update rooms set only_joined = 0 ${where}`)).toEqual([withMessages, ofRoom])
    expect(noted(`delete from rooms ${where}`)).toEqual([withMessages])
    expect(noted(`update users set name = 'new' where id = '${userOf(1)}'`)).toEqual([name])
    expect(noted(`update users set info = 'new' where id = '${userOf(1)}'`)).toEqual([])
    expect(noted(`delete from users where id = '${userOf(1)}'`)).toEqual([name])
    expect(
      noted(`insert into mentions (user, message, room, seq) values ('u', 'm', '${room}', 1)`),
    ).toEqual([ofRoom])
    expect(
      noted(`insert into messages (room, seq, id, sender, text, created_at)
        values ('${room}', 9, 'm', 'u', 'new', 1)`),
    ).toEqual([])
  } finally {
    rmSync(data, { recursive: true })
  }
})
