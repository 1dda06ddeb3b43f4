import type { MyRoom } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import type { Whole } from '../../../protocol/whole.ts'
import * as queries from '../queries/queries.ts'
import { firstVisible, toPreferences, toRoom, unreadSince } from '../tables/rows.ts'
import type { Query, Run } from '../tables/statement.ts'
import { messagesFor, present } from './messages-for.ts'
import { sharedRooms } from './shared-rooms.ts'

type RowOf<Q> = Q extends Query<infer _, infer R> ? R : never
/** `is_mentioned`: 0 if the user has no unread mention in the room; without it that is not known. */
type WholeRow = RowOf<typeof queries.roomOf> & { readonly is_mentioned?: number }
/** Without the columns of the room, for reads that share them. */
type NarrowRow = RowOf<typeof queries.membershipsOf>
export type MyRow = WholeRow | NarrowRow

const isWhole = (row: MyRow): row is WholeRow => 'type' in row

/** One query for each kind of value, whatever the number of rooms. Rooms without anything to count are left out. */
export async function myRooms(
  run: Run,
  found: readonly MyRow[],
  user: UserId,
): Promise<readonly Whole<MyRoom>[]> {
  if (run.shared !== undefined)
    return sharedRooms(run, run.shared, user, found, (row) =>
      isWhole(row) ? toRoom(row) : undefined,
    )
  const rows = found.filter(isWhole)
  const since = rows.map((row) => ({
    ...unreadSince(row, user),
    from: firstVisible(row),
    viewer: user,
  }))
  const behind = since.filter(({ seq }, i) => seq < (rows[i]?.seq ?? 0))
  const unread = await countsOf(run, queries.unread, behind)
  const unmentioned = new Set(rows.flatMap((row) => (row.is_mentioned === 0 ? [row.id] : [])))
  const mentioned = behind.filter(({ room }) => !unmentioned.has(room))
  const mentions = await countsOf(run, queries.unreadMentions, mentioned)
  const lasts = await run.many(queries.lastMessage, since)
  const messages = await messagesFor(run, present(lasts), user)
  const lastOf = new Map(messages.map((message) => [message.room, message]))
  return rows.map((row) => ({
    ...toRoom(row),
    role: row.role,
    joinedSeq: row.joined_seq,
    readSeq: row.read_seq,
    unreadFrom: row.unread_from ?? undefined,
    unread: unread.get(row.id) ?? 0,
    mentions: mentions.get(row.id) ?? 0,
    preferences: toPreferences(row),
    lastMessage: lastOf.get(row.id),
  }))
}

type Since = ReturnType<typeof unreadSince>

async function countsOf(run: Run, query: typeof queries.unread, since: readonly Since[]) {
  const rows = await run.many(query, since)
  return new Map(since.map(({ room }, i) => [room, rows[i]?.count ?? 0]))
}
