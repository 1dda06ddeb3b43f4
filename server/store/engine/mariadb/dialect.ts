import { sql } from 'kysely'
import * as queries from '../../queries/queries.ts'
import { mariadbSearch } from '../../search/mariadb.ts'
import { netSearch } from '../../search/net.ts'
import type { JsonRows } from '../../tables/json-rows.ts'
import { raw } from '../../tables/statement.ts'
import type { FollowerRow, MemberRow, PresenceRow } from '../../tables/tables.ts'
import { batches } from '../batched-statements.ts'
import type { Dialects } from '../net-session.ts'

const jsonRows: JsonRows = (json, columns) => {
  const fields = Object.entries(columns).map(
    ([name, type]) =>
      sql`${sql.ref(name)} ${type === 'text' ? TEXT : sql`bigint`} path ${sql.lit(`$.${name}`)}`,
  )
  return sql`json_table(${json}, '$[*]' columns (${sql.join(fields)})) as a`
}
const TEXT = sql`text character set utf8mb4 collate utf8mb4_bin`

const LOGS = { log: 'text', n: 'number', at: 'number' } as const

/** The statements of MariaDB and MySQL that differ from the common ones. */
export const MARIADB: Dialects = {
  own: new Map<unknown, unknown>([
    [
      queries.takeSeq,
      // `last_insert_id` is the only way to receive the new value in the same round trip.
      raw(
        (a: { log: string; at: number }) => sql`
          insert into logs (log, seq, at) values (${a.log}, last_insert_id(1), ${a.at})
          on duplicate key update seq = last_insert_id(seq + 1), at = greatest(at, values(at))`,
      ),
    ],
    [
      queries.putMember,
      raw(
        (a: MemberRow) => sql`
          insert into members (room, user, role, read_seq, joined_at, joined_seq, left_seq, left_at)
          values (${a.room}, ${a.user}, ${a.role}, ${a.read_seq}, ${a.joined_at}, ${a.joined_seq}, null, null)
          on duplicate key update role = values(role), joined_at = values(joined_at),
            joined_seq = values(joined_seq), left_seq = null, left_at = null, unread_from = null`,
      ),
    ],
    [
      queries.putFollower,
      raw(
        (a: FollowerRow) => sql`
          insert into followers (thread, user, room, following, read_seq)
          values (${a.thread}, ${a.user}, ${a.room}, ${a.following}, ${a.read_seq})
          on duplicate key update following = values(following), read_seq = values(read_seq)`,
      ),
    ],
    [
      queries.putPresence,
      raw(
        (a: PresenceRow) => sql`
          insert into presence (user, state, status, last_seen_at)
          values (${a.user}, ${a.state}, ${a.status}, ${a.last_seen_at})
          on duplicate key update state = values(state), status = values(status),
            last_seen_at = values(last_seen_at)`,
      ),
    ],
  ]),
  batches: batches(jsonRows),
  // With the bounds in another table, MariaDB does not use them in the index, and would read a room from its start.
  unions: new Set<unknown>([
    queries.unread,
    queries.unreadInThread,
    queries.unreadMentions,
    queries.lastUntil,
    queries.lastReplyUntil,
  ]),
  search: netSearch(mariadbSearch(jsonRows)),
  // `now` depends on the server's time zone, in which an hour may occur twice a year: only its fraction is used.
  now: raw(
    () => sql`select unix_timestamp() * 1000 + cast(microsecond(now(3)) div 1000 as signed) as at`,
  ),
  takeSeqs: [
    raw(
      (a) => sql`
        insert into logs (log, seq, at) select a.log, a.n, a.at from ${jsonRows(a.json, LOGS)}
        on duplicate key update seq = logs.seq + values(seq), at = greatest(logs.at, values(at))`,
    ),
    raw(
      (a) => sql`
        select logs.log, logs.seq from ${jsonRows(a.json, LOGS)} join logs on logs.log = a.log`,
    ),
  ],
}
