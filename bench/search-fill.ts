import { createConnection } from 'mysql2/promise'
import { firstIdAt, type MessageId, newId, type RoomId, type UserId } from '../protocol/ids.ts'
import type { Database } from '../server/store/engine/database.ts'
import * as queries from '../server/store/queries/queries.ts'
import { entryOf } from '../server/store/search/entry.ts'
import type { Run } from '../server/store/tables/statement.ts'
import { progress } from '../tests/replay/progress.ts'
import { PLAIN_MESSAGE, PLAIN_ROOM } from '../tests/support/fields.ts'
import { dice, vocabulary, zipf } from './search-words.ts'
import { userRow } from './user-row.ts'

export const ROOMS = 2000
const SENDERS = 500
const STEP = 1000
/** One message in half a minute: a million are a year. */
const APART_MS = 30_000

/** Who looks: in so many rooms of all, one of the busiest among them. */
export const CALLERS = [1, 20, 500] as const
export const callerIn = (rooms: number): UserId => `caller-${rooms}` as UserId

/** Rooms, those who talk in them, those who look, and what was said; all of it in the index. */
export async function fill(database: Database, messages: number, logs: readonly string[]) {
  const random = dice(42)
  const { say } = vocabulary(logs, random)
  const begin = Date.now() - messages * APART_MS
  const rooms = await database.write((run) => people(run, begin))
  const draw = zipf(ROOMS, 10, random)
  const bar = progress('fill')
  let stored = 0
  let indexing = 0
  while (stored < messages) {
    const said = Array.from({ length: Math.min(STEP, messages - stored) }, (_, i) => {
      const room = rooms[draw()] as RoomId
      const at = begin + (stored + i) * APART_MS
      const sender = `sender-${Math.floor(random() * SENDERS)}` as UserId
      return { room, id: idAt(at), sender, text: say(), created_at: at, ...PLAIN_MESSAGE }
    })
    await database.write(async (run) => {
      const logs = said.map(({ room, created_at }) => ({ log: room, at: created_at }))
      const seqs = await run.many(queries.takeSeq, logs)
      const rows = said.map((each, i) => ({ ...each, seq: seqs[i]?.seq ?? 0 }))
      await run.many(queries.insertMessage, rows)
      const begun = performance.now()
      await run.search.add(rows.map((row) => entryOf(row, row.seq, row.created_at)))
      indexing += performance.now() - begun
    })
    stored += said.length
    bar.show(stored, messages, '')
  }
  bar.end()
  return { rooms, indexMicros: (indexing / messages) * 1000 }
}

/** What it begins with holds a third of the index of a million messages. */
export async function enlargePool(databaseUrl: string): Promise<void> {
  const connection = await createConnection(databaseUrl.replace('mariadb:', 'mysql:'))
  await connection.query('set global innodb_buffer_pool_size = 1073741824')
  await connection.end()
}

async function people(run: Run, at: number): Promise<RoomId[]> {
  for (let i = 0; i < SENDERS; i++)
    await run.first(queries.insertUser, userRow(`sender-${i}` as UserId, at))
  const rooms: RoomId[] = []
  for (let i = 0; i < ROOMS; i++) rooms.push(await makeRoom(run, `Room ${i}`, at))
  for (const count of CALLERS) {
    const caller = callerIn(count)
    await run.first(queries.insertUser, userRow(caller, at))
    for (let i = 0; i < count; i++) {
      // From the busiest to the quietest.
      const room = rooms[5 + Math.floor((i * (ROOMS - 5)) / count)] as RoomId
      await run.first(queries.putMember, { ...MEMBER, room, user: caller, joined_at: at })
    }
  }
  return rooms
}

async function makeRoom(run: Run, name: string, at: number): Promise<RoomId> {
  const id = newId<RoomId>('room', Date.now())
  await run.first(queries.insertRoom, { ...ROOM, id, name, created_at: at })
  return id
}

/** An id of its own, made at this time. */
const idAt = (at: number): MessageId =>
  `${firstIdAt('msg', at).slice(0, 14)}${newId('msg', Date.now()).slice(14)}` as MessageId

const ROOM = { ...PLAIN_ROOM, member_count: 1 } as const
const MEMBER = {
  role: 'member',
  read_seq: 0,
  left_seq: null,
  left_at: null,
  joined_seq: 1,
  shown_seq: 0,
  delivered_seq: 0,
  added: null,
} as const
