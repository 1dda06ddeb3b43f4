import { sql } from 'kysely'
import { type MessageId, newId, type RoomId, type UserId } from '../protocol/ids.ts'
import type { Database, Session } from '../server/store/engine/database.ts'
import * as queries from '../server/store/queries/queries.ts'
import { entryOf } from '../server/store/search/entry.ts'
import { raw } from '../server/store/tables/statement.ts'
import { Random } from '../tests/history/random.ts'
import { progress } from '../tests/replay/progress.ts'
import { PLAIN_MESSAGE, PLAIN_ROOM } from '../tests/support/fields.ts'
import { userRow } from './user-row.ts'

export const MESSAGES_PER_ROOM = 1000
/** Of each room, and rooms of each user: as many users as rooms. */
const MEMBERS = 10
/** One message in so long is said in each room: a thousand are a year. */
const APART_MS = 30_000_000
const COMMIT = 10_000
/** FTS5 writes what it gathered at each commit, and when it is this much: merging small parts takes longer. */
const INDEX_COMMIT = 200_000
const GATHER = 256 * 1024 * 1024
const GATHER_DEFAULT = 1024 * 1024

/**
 * Rooms, their members and all that was said, in the index as well if so wished: straight into the tables, by
 * the store's own statements. Through the doors it would take a day.
 */
export async function fill(database: Database, rooms: number, isIndexed: boolean): Promise<void> {
  const since = Date.now() - MESSAGES_PER_ROOM * APART_MS
  const all = rooms * MESSAGES_PER_ROOM
  const bar = progress(`${rooms} rooms`)
  for (let first = 0; first < rooms; first += COMMIT / MESSAGES_PER_ROOM) {
    const some = numbers(first, Math.min(first + COMMIT / MESSAGES_PER_ROOM, rooms))
    await database.write((session) => fillSome(session, some, rooms, since))
    bar.show(first * MESSAGES_PER_ROOM, all, '')
  }
  bar.end()
  if (isIndexed) await index(database, rooms, since)
  // Nothing is to be looked for meanwhile.
  const indexed = { name: 'searchable-until', value: `${Date.now() + 2 * 3600 * 1000}` }
  await database.write((session) => session.first(queries.insertSetting, indexed))
}

export const userOf = (n: number) => `user-${n}` as UserId
export const roomOf = (n: number) => `room_${n.toString().padStart(26, '0')}` as RoomId

/** A user's rooms: so far apart that they lie in many places. */
export const roomsOf = (n: number, rooms: number): RoomId[] =>
  numbers(0, MEMBERS).map((k) => roomOf((n + k * stepOf(rooms)) % rooms))

const membersOf = (n: number, rooms: number): UserId[] =>
  numbers(0, MEMBERS).map((k) => userOf((n + rooms - k * stepOf(rooms)) % rooms))

const stepOf = (rooms: number): number => Math.max(1, Math.floor(rooms / MEMBERS))

/** Words as seldom as in a language: the nth about 1/n as often as the first. */
export const word = (random: Random): string =>
  `word${Math.floor(Math.exp(random.next() * Math.log(20_000))).toString(36)}`

export const sentence = (random: Random): string =>
  Array.from({ length: random.between(4, 16) }, () => word(random)).join(' ')

/** The same whenever it is asked for: the tables are filled room by room, the index by time. */
function said(n: number, seq: number, rooms: number, since: number) {
  const random = new Random(n * MESSAGES_PER_ROOM + seq)
  return {
    room: roomOf(n),
    sender: userOf((n + rooms - random.between(0, MEMBERS - 1) * stepOf(rooms)) % rooms),
    text: sentence(random),
    created_at: since + (seq - 1) * APART_MS + n,
  }
}

async function fillSome(
  session: Session,
  some: readonly number[],
  rooms: number,
  since: number,
): Promise<void> {
  for (const n of some) {
    await session.first(queries.insertUser, userRow(userOf(n), since))
  }
  for (const n of some) {
    const room = roomOf(n)
    const random = new Random(n)
    await session.first(queries.insertRoom, {
      ...ROOM,
      id: room,
      name: `Room ${n}`,
      created_at: since,
    })
    for (const user of membersOf(n, rooms)) {
      // Most have read almost everything.
      const read_seq = MESSAGES_PER_ROOM - random.between(0, 30)
      await session.first(queries.putMember, { ...MEMBER, room, user, read_seq, joined_at: since })
    }
    const messages = numbers(1, MESSAGES_PER_ROOM + 1).map((seq) => {
      return {
        ...PLAIN_MESSAGE,
        ...said(n, seq, rooms, since),
        seq,
        id: newId<MessageId>('msg', Date.now()),
      }
    })
    await session.many(queries.insertMessage, messages)
    const events = messages.map(({ seq, sender, created_at }) => {
      return { ...EVENT, log: room, seq, at: created_at, actor: sender }
    })
    await session.many(queries.insertEvent, events)
    await session.many(
      queries.takeSeq,
      messages.map(() => ({ log: room, at: since })),
    )
  }
}

/** In the order of time, as it would have come about. */
async function index(database: Database, rooms: number, since: number): Promise<void> {
  const all = rooms * MESSAGES_PER_ROOM
  const bar = progress('the index')
  const isSqlite = database.commits === 'sequential'
  if (isSqlite) await database.write((session) => session.first(gather, { size: GATHER }))
  for (let done = 0; done < all; ) {
    const until = Math.min(done + INDEX_COMMIT, all)
    await database.write(async (session) => {
      for (; done < until; done += 1000) {
        const entries = numbers(done, Math.min(done + 1000, all)).map((i) => {
          const seq = Math.floor(i / rooms) + 1
          const message = said(i % rooms, seq, rooms, since)
          return entryOf(message, seq, message.created_at)
        })
        await session.search.add(entries)
      }
    })
    bar.show(done, all, '')
  }
  if (isSqlite) await database.write((session) => session.first(gather, { size: GATHER_DEFAULT }))
  // As the worker does, within minutes.
  while (await database.write((session) => session.search.tidy())) bar.show(all, all, 'tidying')
  bar.end()
}

const gather = raw<{ size: number }, never>(
  (a) => sql`insert into words (words, rank) values ('hashsize', ${a.size})`,
)

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i)

const ROOM = { ...PLAIN_ROOM, member_count: MEMBERS } as const
const MEMBER = {
  role: 'member',
  left_seq: null,
  left_at: null,
  joined_seq: 0,
  shown_seq: 0,
  delivered_seq: 0,
  added: null,
} as const
const EVENT = {
  type: 'message.created',
  subject: null,
  ref: null,
  detail: null,
  hidden: null,
} as const
