import { Database as Sqlite } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import type { Log, MessageId, RoomId, UserId } from '../protocol/ids.ts'
import type { Session } from '../server/store/engine/database.ts'
import { openDatabase, sqliteFile } from '../server/store/engine/open.ts'
import { sqliteDialect } from '../server/store/engine/sqlite/dialect.ts'
import * as queries from '../server/store/queries/queries.ts'
import { compile, type Query, raw } from '../server/store/tables/statement.ts'
import type { Tables } from '../server/store/tables/tables.ts'
import { DATABASE, freshDatabase, IS_MYSQL } from './support/database.ts'
import { execute, query } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

const ROOMS = 10_000
const USERS = 500
const IN_ONE_ROOM = 20_000
const isPostgres = DATABASE === 'postgres'

/** Each is run so often that PostgreSQL settles for one plan for all values. */
const TIMES = 8

const ROOM = 'room-7' as RoomId
const USER = 'user-49' as UserId
const others = Array.from({ length: 4 }, (_, n) => `user-${n * 90 + 3}` as UserId)

/** What is asked, and how many rows of tables it may read: a user is in some 60 rooms. */
const ASKED: Readonly<Record<string, readonly [(session: Session) => Promise<unknown>, number]>> = {
  'which of four users somebody may know of': [
    (session) =>
      session.many(
        queries.knownUser,
        others.map((id) => ({ id, to: USER })),
      ),
    4 * 130,
  ],
  'two rooms of a member': [(session) => session.many(queries.roomOf, [at(7), at(8)]), 2 * 10],
  'where two logs stand': [
    (session) => session.many(queries.log, [{ log: 'room-7' as Log }, { log: 'room-8' as Log }]),
    2 * 10,
  ],
  'where two logs stood at a time': [
    (session) => session.many(queries.seqUntil, [logAt(7), logAt(8)]),
    2 * 60,
  ],
  'when something last happened in two logs': [
    (session) =>
      session.many(
        queries.lastUntil,
        [logAt(7), logAt(8)].map((log) => ({ ...log, from: 4900, to: 5100 })),
      ),
    2 * 202,
  ],
  'two messages': [
    (session) =>
      session.many(
        queries.messageBySeq,
        [1, 2].map((seq) => ({ ...message(seq), viewer: USER })),
      ),
    // The room and the sender, and what PostgreSQL reads of the tables for hidden messages while it plans: it runs that part
    // of the statement for hidden messages only.
    2 * 12,
  ],
  'a message by its id': [
    (session) =>
      session.many(queries.messageById, [{ room: ROOM, id: 'msg-1' as MessageId, viewer: USER }]),
    24,
  ],
  'how many messages of two rooms mention somebody': [
    (session) =>
      session.many(
        queries.unreadMentions,
        [7, 8].map((n) => ({ room: `room-${n}` as RoomId, user: USER, seq: IN_ONE_ROOM - 5001 })),
      ),
    // Ten mentions, and the key and the row of each message.
    50,
  ],
  'whom a message mentions': [(session) => session.all(queries.mentioned, message(5)), 5],
  'to forget whom a message mentions': [
    (session) => session.all(queries.deleteMentions, message(6)),
    5,
  ],
  'who follows the threads of a room': [
    (session) => session.all(queries.followersOfRoom, { room: ROOM, limit: 2 }),
    5,
  ],
}
const at = (n: number) => ({ room: `room-${n}` as RoomId, user: `user-${n * 7}` as UserId })
const logAt = (n: number) => ({ log: `room-${n}` as Log, until: 5000 })
const message = (seq: number) => ({ room: ROOM, seq })

const unread = { room: ROOM, thread: 'msg-1' as MessageId, user: USER, seq: 0 }
const COUNTS: Readonly<Record<string, (session: Session) => Promise<unknown>>> = {
  messages: (session) => session.many(queries.unread, [unread]),
  replies: (session) => session.many(queries.unreadInThread, [unread]),
}

if (isPostgres)
  test('[DAT-11] unread messages and replies are counted without reading the messages', async () => {
    const { url, drop } = await freshDatabase()
    const database = await openDatabase({ databaseUrl: url, data: '' })
    await fill(url)
    for (const count of Object.values(COUNTS))
      await waitFor(async () => {
        // Only after that does an index say which rows every transaction can see. Pages that another process reads are left out.
        await execute(url, ['vacuum messages'])
        return database.read(async (session) => {
          const before = await rowsRead(session)
          const [found] = (await count(session)) as readonly { count: number }[]
          expect(found?.count).toBeGreaterThan(10)
          return (await rowsRead(session)) === before
        })
      })
    // The rows of a page would be seen.
    await database.read(async (session) => {
      const before = await rowsRead(session)
      await session.all(queries.messagesAfter, {
        room: ROOM,
        seq: 0,
        from: 0,
        limit: 10,
        viewer: USER,
      })
      expect((await rowsRead(session)) - before).toBeGreaterThanOrEqual(10)
    })
    await database.close()
    await drop()
  }, 60_000)

if (DATABASE === 'sqlite')
  test('[DAT-11] unread messages, replies and mentions and the rooms of a search are found in an index', async () => {
    const { data, remove } = temporaryData()
    const database = await openDatabase({ databaseUrl: '', data })
    const file = new Sqlite(sqliteFile(data), { readonly: true })
    const db = new Kysely<Tables>({ dialect: sqliteDialect(file) })
    const planOf = <A, R>(query: Query<A, R>) =>
      file
        .query<{ detail: string }, []>(`explain query plan ${compile(db, query).sql}`)
        .all()
        .map(({ detail }) => detail)
        .filter((detail) => / (?:messages|rooms) /.test(detail))
    const { unread, unreadInThread, unreadMentions, visibleRooms } = queries
    expect({
      unread: planOf(unread),
      unreadInThread: planOf(unreadInThread),
      unreadMentions: planOf(unreadMentions),
      visibleRooms: planOf(visibleRooms),
    }).toEqual({
      unread: [indexed('messages', 'messages_unread', 'room', 'seq>?')],
      unreadInThread: [indexed('messages', 'replies_unread', 'thread', 'seq>?')],
      unreadMentions: [indexed('messages', 'messages_unread', 'room', 'seq=?')],
      visibleRooms: ['SEARCH rooms USING COVERING INDEX rooms_visible (id=? AND deleted_at=?)'],
    })
    // Another plan would be seen.
    expect(planOf(queries.messagesAfter).join()).toContain('messages USING PRIMARY KEY')
    file.close()
    await database.close()
    remove()
  })

const indexed = (table: string, index: string, key: string, seq: string): string =>
  `SEARCH ${table} USING COVERING INDEX ${index} (${key}=? AND deleted_at=? AND silent=? AND system=? AND ${seq})`

function temporaryData() {
  const data = mkdtempSync(join(tmpdir(), 'parlance-plans-'))
  return { data, remove: () => rmSync(data, { recursive: true }) }
}

// SQLite plans by the statement alone, and does not count.
if (DATABASE !== 'sqlite')
  test('[DAT-10] what a statement reads grows with its answer, and not with what else the database holds', async () => {
    const { url, drop } = await freshDatabase()
    const database = await openDatabase({ databaseUrl: url, data: '' })
    await fill(url)
    const read: Record<string, number> = {}
    for (const [name, [ask, most]] of Object.entries(ASKED))
      await database.write(async (session) => {
        const before = await rowsRead(session)
        for (let n = 0; n < TIMES; n++) await ask(session)
        const rows = ((await rowsRead(session)) - before) / TIMES
        if (rows > most) read[name] = rows
      })
    expect(read).toEqual({})
    // It would be seen if all of a table were read.
    await database.read(async (session) => {
      const before = await rowsRead(session)
      await session.all(queries.countEvents, {})
      expect((await rowsRead(session)) - before).toBeGreaterThanOrEqual(ROOMS)
    })
    await database.close()
    await drop()
  }, 60_000)

async function rowsRead(session: Session): Promise<number> {
  return Number((await session.first(counted, {}))?.count)
}

/** Rows that this transaction, or this connection, has read of tables so far. */
const counted = raw<object, { count: number }>(() =>
  isPostgres
    ? sql`select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) as count from pg_stat_xact_user_tables`
    : IS_MYSQL
      ? // Of all connections, but this database has no other.
        sql`select sum(count_fetch) as count from performance_schema.table_io_waits_summary_by_table
          where object_schema = database()`
      : sql`select variable_value as count from information_schema.session_status
          where variable_name = 'Rows_read'`,
)

/** 0 to 99,999. MariaDB has tables of numbers, and MySQL does not. */
const TEN = Array.from({ length: 10 }, (_, n) => `select ${n} as n`).join(' union all ')
const DIGITS = [1, 10, 100, 1000, 10_000]
const SUM = DIGITS.map((unit) => `${unit} * d${unit}.n`).join(' + ')
const NUMBERS = `select n from (select ${SUM} as n from ${DIGITS.map((unit) => `(${TEN}) as d${unit}`).join(', ')}) as all_numbers`

async function fill(url: string): Promise<void> {
  const session = await query(url)
  if (!isPostgres) await session.run("set session sql_mode = 'ANSI_QUOTES'")
  const numbers = (count: number) =>
    isPostgres
      ? `generate_series(0, ${count - 1}) as numbers(n)`
      : `(${NUMBERS} where n < ${count}) as numbers`
  const insert = (table: string, row: Readonly<Record<string, string>>, count: number) =>
    session.run(
      `insert into ${table} (${Object.keys(row).join(', ')})
       select ${Object.values(row).join(', ')} from ${numbers(count)}
       -- As if written in turns with other rooms: neighbours by key are not neighbours on disk.
       order by mod(n * 7919, 20011)`,
    )
  const room = "concat('room-', n)"
  const member = "concat('user-', mod(n, 500))"
  await insert(
    'users',
    { id: member, name: "'Somebody'", kind: "'person'", created_at: '1' },
    USERS,
  )
  await insert('rooms', { id: room, type: "'group'", created_at: '1' }, ROOMS)
  await insert('logs', { log: room, seq: '1', at: '1' }, ROOMS)
  for (const [i, role] of ['owner', 'member', 'member'].entries()) {
    const user = `concat('user-', mod(n * 7 + ${i * 166}, ${USERS}))`
    const row = { room, '"user"': user, role: `'${role}'`, read_seq: '0', joined_at: '1' }
    await insert('members', row, ROOMS)
  }
  const event = { log: `'${ROOM}'`, seq: 'n + 1', at: 'n + 1', type: "'receipt.read'" }
  await insert('events', event, IN_ONE_ROOM)
  await session.run(`update logs set seq = ${IN_ONE_ROOM} where log = '${ROOM}'`)
  const said = { room: `'${ROOM}'`, seq: 'n', id: "concat('msg-', n)", sender: member }
  const thread = "case when mod(n, 100) = 7 then 'msg-1' end"
  await insert('messages', { ...said, text: "'Hello'", created_at: '1', thread }, IN_ONE_ROOM)
  const mention = { '"user"': member, message: "concat('msg-', n)", room: `'${ROOM}'`, seq: 'n' }
  await insert('mentions', mention, IN_ONE_ROOM)
  const follower = { thread: "concat('msg-', n)", '"user"': member, following: '1', read_seq: '0' }
  await insert('followers', { ...follower, room: `concat('room-', mod(n, ${ROOMS}))` }, IN_ONE_ROOM)
  for (const table of [
    'users',
    'rooms',
    'logs',
    'members',
    'messages',
    'mentions',
    'followers',
    'events',
  ])
    await session.run(isPostgres ? `analyze ${table}` : `analyze table ${table}`)
  await session.close()
}
