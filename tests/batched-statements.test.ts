import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Changes } from '../server/store/engine/batched-changes.ts'
import { batches, lists } from '../server/store/engine/batched-statements.ts'
import type { Database, Session } from '../server/store/engine/database.ts'
import { openDatabase } from '../server/store/engine/open.ts'
import * as queries from '../server/store/queries/queries.ts'
import { type Query, raw } from '../server/store/tables/statement.ts'
import type { Tables } from '../server/store/tables/tables.ts'
import { DATABASE, freshDatabase } from './support/database.ts'
import { FILLED, insertRow, messageOf, roomOf, userOf } from './support/filled-rows.ts'

const BOTH = [1, 2] as const
const NO_END = 5000
const NO_DUE = 5_000_000_000_000

const nothing = () => sql`nothing`
const NO_CHANGES: Changes = { update: nothing, remove: nothing, otherwise: nothing }

/** The rows of a query, each call by itself and both calls in one statement. */
type Rows = readonly [single: readonly unknown[], batched: readonly unknown[]]

const pair =
  <A, R>(query: Query<A, R>, args: (n: number) => A) =>
  async (session: Session): Promise<Rows> => {
    const single: (R | undefined)[] = []
    for (const n of BOTH) single.push((await session.all(query, args(n)))[0])
    return [single, await session.many(query, BOTH.map(args))]
  }

const room = (n: number) => ({ room: roomOf(n) })
const member = (n: number) => ({ room: roomOf(n), user: userOf(n) })
const reaction = (n: number) => ({ ...message(n), emoji: '👍', user: userOf(n) })
const session = (n: number) => ({ id: FILLED.sessions(n).id })
const message = (n: number) => ({ room: roomOf(n), seq: n })

const READS: ReadonlyMap<unknown, (session: Session) => Promise<Rows>> = new Map<
  unknown,
  (session: Session) => Promise<Rows>
>([
  [queries.standing, pair(queries.standing, member)],
  [
    queries.messageByClientId,
    pair(queries.messageByClientId, (n) => ({
      ...room(n),
      sender: userOf(n),
      clientId: `client-${n}`,
      viewer: userOf(n),
    })),
  ],
  [
    queries.messageById,
    pair(queries.messageById, (n) => ({ ...room(n), id: messageOf(n), viewer: userOf(n) })),
  ],
  [queries.messageBySeq, pair(queries.messageBySeq, (n) => ({ ...message(n), viewer: userOf(n) }))],
  [
    queries.countOwnReactions,
    pair(queries.countOwnReactions, (n) => ({ ...message(n), user: userOf(n) })),
  ],
  [queries.follower, pair(queries.follower, (n) => ({ thread: messageOf(n), user: userOf(n) }))],
  [queries.reaction, pair(queries.reaction, reaction)],
  [queries.lockMessage, pair(queries.lockMessage, message)],
  [queries.session, pair(queries.session, session)],
  [queries.lockSession, pair(queries.lockSession, session)],
  [queries.user, pair(queries.user, (n) => ({ id: userOf(n) }))],
  [queries.knownUser, pair(queries.knownUser, (n) => ({ id: userOf(n), to: userOf(n) }))],
  [queries.roomOf, pair(queries.roomOf, member)],
  [queries.member, pair(queries.member, member)],
  [queries.room, pair(queries.room, room)],
  [
    queries.lastMessage,
    pair(queries.lastMessage, (n) => ({ ...room(n), from: 0, viewer: userOf(n) })),
  ],
  [queries.unread, pair(queries.unread, (n) => ({ ...member(n), seq: 0 }))],
  [
    queries.unreadInThread,
    pair(queries.unreadInThread, (n) => ({ thread: messageOf(n), user: userOf(n), seq: 0 })),
  ],
  [queries.unreadMentions, pair(queries.unreadMentions, (n) => ({ ...member(n), seq: 0 }))],
  [queries.dueJob, pair(queries.dueJob, (n) => ({ kind: `kind-${n}`, now: NO_DUE }))],
  [queries.imported, pair(queries.imported, (n) => FILLED.imported(n))],
  [queries.log, pair(queries.log, (n) => ({ log: roomOf(n) }))],
  [queries.seqUntil, pair(queries.seqUntil, (n) => ({ log: roomOf(n), until: NO_END }))],
  [
    queries.lastUntil,
    pair(queries.lastUntil, (n) => ({ log: roomOf(n), from: 0, to: NO_END, until: NO_END })),
  ],
  [
    queries.lastReplyUntil,
    pair(queries.lastReplyUntil, (n) => ({ thread: messageOf(n), seq: NO_END, until: NO_END })),
  ],
])
/** They return nothing. */
const LOCKS = [queries.lockLog]
const INSERTS = [queries.insertMessage, queries.insertEvent, queries.insertImported]

/** What a query changes in a table: each call by itself, and both calls in one statement. */
type Change = {
  readonly table: keyof Tables
  readonly single: (session: Session) => Promise<unknown>
  readonly batched: (session: Session) => Promise<unknown>
}

const change = <A, R>(
  table: keyof Tables,
  query: Query<A, R>,
  args: (n: number) => A,
): readonly [unknown, Change] => [
  query,
  {
    table,
    async single(session) {
      for (const n of BOTH) await session.first(query, args(n))
    },
    batched: (session) => session.many(query, BOTH.map(args)),
  },
]

const CHANGED: ReadonlyMap<unknown, Change> = new Map([
  change('members', queries.setRead, (n) => ({ ...member(n), seq: 60 + n, shown: 70 + n })),
  change('members', queries.setUnreadFrom, (n) => ({ ...member(n), seq: 90 + n })),
  change('members', queries.setDelivered, (n) => ({ ...member(n), seq: 90 + n })),
  change('messages', queries.setReactions, (n) => ({ ...message(n), reactions: `[["🎉",${n}]]` })),
  change('messages', queries.setReplies, (n) => ({
    ...message(n),
    replies: 60 + n,
    last_reply_seq: 70 + n,
    last_reply_at: 80 + n,
  })),
  change('reactions', queries.deleteReaction, reaction),
  change('sessions', queries.deleteSession, session),
  change('refresh_tokens', queries.deleteRefreshTokens, (n) => ({ session: session(n).id })),
  // One of them exists, and one does not.
  change('followers', queries.putFollower, (n) => ({
    ...FILLED.followers(n + 1),
    following: 0,
    read_seq: 60 + n,
  })),
  change('reads', queries.insertRead, (n) => FILLED.reads(n + 2)),
  change('reactions', queries.insertReaction, (n) => FILLED.reactions(n + 2)),
  change('mentions', queries.insertMention, (n) => FILLED.mentions(n + 2)),
])

/** Of a query of which every row is read. */
type Lists<R> = readonly (readonly R[])[]

const listed =
  <A, R>(query: Query<A, R>, args: (n: number) => A) =>
  async (session: Session): Promise<readonly [Lists<R>, Lists<R>]> => {
    const single: (readonly R[])[] = []
    for (const n of BOTH) single.push(await session.all(query, args(n)))
    return [single, await session.lists(query, BOTH.map(args))]
  }

const LISTS = new Map<
  unknown,
  (session: Session) => Promise<readonly [Lists<object>, Lists<object>]>
>([
  [
    queries.blockersIn,
    listed(queries.blockersIn, (n) => ({ ...room(n), user: FILLED.blocks(n).blocked })),
  ],
])

test('[WAL-7] every query that runs for many arguments in one statement is compared with its single form', () => {
  const known = [...READS.keys(), ...LOCKS, ...INSERTS, ...CHANGED.keys(), ...LISTS.keys()]
  expect(new Set(known)).toEqual(
    new Set([...batches(nothing, NO_CHANGES).keys(), ...lists(nothing).keys()]),
  )
})

// SQLite runs each statement by itself.
if (DATABASE !== 'sqlite') {
  test('[WAL-7] one statement for many arguments returns the rows of the single statements, with every column', async () => {
    await using at = await open()
    await at.database.write(async (session) => {
      for (const [table, row] of Object.entries(FILLED))
        for (const n of BOTH) await insertRow(session, table as keyof Tables, row(n))
      // A message that is unread for everybody, and mentions them.
      for (const n of BOTH) {
        const unread = { sender: userOf(3 - n), deleted_at: null, silent: null, system: null }
        const ids = { seq: 10 + n, id: messageOf(n + 4), client_id: null }
        await insertRow(session, 'messages', { ...FILLED.messages(n), ...unread, ...ids })
        const mention = { message: messageOf(n + 4), seq: 10 + n }
        await insertRow(session, 'mentions', { ...FILLED.mentions(n), ...mention })
      }
    })
    await at.database.write(async (session) => {
      for (const list of LISTS.values()) {
        const [single, batched] = await list(session)
        expect(single.every((rows) => rows.length > 0)).toBe(true)
        expect(batched.map((rows) => rows.map(withoutIndex))).toEqual(
          single.map((rows) => [...rows]),
        )
      }
      for (const read of READS.values()) {
        const [single, batched] = await read(session)
        // Rows of null and 0 would be equal, too.
        expect(single.every((row) => Object.values(row ?? {}).some(Boolean))).toBe(true)
        expect(batched.map(withoutIndex)).toEqual(single.map(withoutIndex))
      }
    })
  })

  test('[WAL-7] one statement that changes many rows changes them as the single statements do', async () => {
    await using at = await open()
    for (const { table, single, batched } of CHANGED.values()) {
      const before = await rowsAfter(at.database, table, async () => undefined)
      const after = await rowsAfter(at.database, table, single)
      expect(after).not.toEqual(before)
      expect(await rowsAfter(at.database, table, batched)).toEqual(after)
    }
  })

  test('[WAL-7] one statement that inserts many rows stores every column, as the single statement does', async () => {
    await using at = await open()
    const [first, second, third] = [1, 2, 3].map(
      (n) => [FILLED.messages(n), FILLED.events(n)] as const,
    )
    if (!first || !second || !third) throw new Error('three rows')
    await at.database.write(async (session) => {
      await session.first(queries.insertMessage, first[0])
      await session.many(queries.insertMessage, [second[0], third[0]])
      await session.first(queries.insertEvent, first[1])
      await session.many(queries.insertEvent, [second[1], third[1]])
      await session.many(queries.insertImported, [1, 2].map(FILLED.imported))
    })
    await at.database.read(async (session) => {
      const rows = await session.all(allMessages, {})
      const events = await session.all(allEvents, {})
      const imported = await session.many(queries.imported, [1, 2].map(FILLED.imported))
      expect(imported.map((row) => row?.id)).toEqual([userOf(1), userOf(2)])
      expect(events).toEqual([first[1], second[1], third[1]])
      for (const [i, row] of rows.entries())
        expect(row).toMatchObject(stored([first, second, third][i]?.[0] ?? {}))
    })
  })
}

const allMessages = raw<object, Tables['messages']>(() => sql`select * from messages order by seq`)
const allEvents = raw<object, Tables['events']>(() => sql`select * from events order by log`)

/** The columns that an insert sets. Others have defaults, or are set later. */
const stored = (row: object) =>
  Object.fromEntries(
    Object.entries(row).filter(([name]) => (queries.MESSAGE as readonly string[]).includes(name)),
  )

/** `n` is the index of a call. */
function withoutIndex(row: unknown): object {
  const { n: _, ...rest } = row as { n?: number }
  return rest
}

/** The rows of a table of two rows after a change, which is rolled back. */
async function rowsAfter(
  database: Database,
  table: keyof Tables,
  work: (session: Session) => Promise<unknown>,
): Promise<readonly string[]> {
  let rows: readonly string[] = []
  const undo = new Error('undo')
  const writing = database.write(async (session) => {
    for (const n of BOTH) await insertRow(session, table, FILLED[table](n))
    await work(session)
    rows = (
      await session.all(
        raw<object, object>(() => sql`select * from ${sql.table(table)}`),
        {},
      )
    )
      .map((row) => JSON.stringify(row))
      .sort()
    throw undo
  })
  await expect(writing).rejects.toBe(undo)
  return rows
}

async function open() {
  const data = mkdtempSync(join(tmpdir(), 'parlance-batched-'))
  const { url, drop } = await freshDatabase(undefined, DATABASE)
  const database = await openDatabase({ databaseUrl: url, data })
  return {
    database,
    [Symbol.asyncDispose]: async () => {
      await database.close()
      await drop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
