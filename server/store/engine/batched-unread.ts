import { sql } from 'kysely'
import { LIMITS } from '../../../protocol/limits.ts'
import * as queries from '../queries/queries.ts'
import type { Batch, JsonColumns, JsonRows } from '../tables/json-rows.ts'
import { type Query, raw } from '../tables/statement.ts'

const POINTER: JsonColumns = { n: 'number', room: 'text', user: 'text', seq: 'number' }
const IN_THREAD: JsonColumns = { n: 'number', thread: 'text', user: 'text', seq: 'number' }
const END = sql.lit(Number.MAX_SAFE_INTEGER)
/** The last message that is counted. */
const upTo = sql`order by x.seq limit 1 offset ${sql.lit(LIMITS.unreadMax - 1)}`
const isUnread = (m: 'm' | 'x') => {
  const column = (name: string) => sql.ref(`${m}.${name}`)
  return sql`${column('sender')} <> a.${sql.ref('user')} and ${column('deleted_at')} is null
    and ${column('silent')} is null and ${column('system')} is null
    and ${queries.notBlocked(column('sender'), sql`a.${sql.ref('user')}`)}`
}
const isUnreadInRoom = (m: 'm' | 'x') =>
  sql`${isUnread(m)} and (${sql.ref(`${m}.thread`)} is null or ${sql.ref(`${m}.in_room`)} = 1)`

/** The counts of what is unread, for many members in one statement. */
export const unreadCounts = (rows: JsonRows): readonly [unknown, Query<Batch, { n: number }>][] => [
  [
    queries.unread,
    raw(
      (a) => sql`
          select a.n, (
            select count(*) from messages m
            where m.room = a.room and m.seq > a.seq and m.seq <= coalesce((
                select x.seq from messages x
                where x.room = a.room and x.seq > a.seq and ${isUnreadInRoom('x')} ${upTo}), ${END})
              and ${isUnreadInRoom('m')}) as count
          from ${rows(a.json, POINTER)}`,
    ),
  ],
  [
    queries.unreadInThread,
    raw(
      (a) => sql`
          select a.n, (
            select count(*) from messages m
            where m.thread = a.thread and m.seq > a.seq and m.seq <= coalesce((
                select x.seq from messages x
                where x.thread = a.thread and x.seq > a.seq and ${isUnread('x')} ${upTo}), ${END})
              and ${isUnread('m')}) as count
          from ${rows(a.json, IN_THREAD)}`,
    ),
  ],
  [
    queries.unreadMentions,
    raw(
      (a) => sql`
          select a.n, (
            select count(*) from (
              select 1 from mentions cross join lateral (
                -- With a limit the message is looked up by its key. In a join the whole room would be read.
                select 1 from messages m
                where m.room = mentions.room and m.seq = mentions.seq and ${isUnreadInRoom('m')} limit 1) m
              where mentions.room = a.room and mentions.${sql.ref('user')} = a.${sql.ref('user')}
                and mentions.seq > a.seq
              limit ${sql.lit(LIMITS.unreadMax)}) found
          ) as count
          from ${rows(a.json, POINTER)}`,
    ),
  ],
]
