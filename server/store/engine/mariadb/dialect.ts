import { sql } from 'kysely'
import * as queries from '../../queries/queries.ts'
import { mariadbSearch } from '../../search/mariadb.ts'
import { netSearch } from '../../search/net.ts'
import type { JsonRows } from '../../tables/json-rows.ts'
import { raw } from '../../tables/statement.ts'
import type { Changes } from '../batched-changes.ts'
import { batches, lists } from '../batched-statements.ts'
import type { Dialects } from '../net-session.ts'

const jsonRows: JsonRows = (json, columns) => {
  const fields = Object.entries(columns).map(
    ([name, type]) =>
      sql`${sql.ref(name)} ${type === 'text' ? TEXT : sql`bigint`} path ${sql.lit(`$.${name}`)}`,
  )
  return sql`json_table(${json}, '$[*]' columns (${sql.join(fields)})) as a`
}
const TEXT = sql`text character set utf8mb4 collate utf8mb4_bin`

const CHANGES: Changes = {
  update: (table, rows, on, set) => {
    const columns = Object.entries(set).map(([name, to]) => sql`${table}.${sql.ref(name)} = ${to}`)
    return sql`update ${table} join ${rows} on ${on} set ${sql.join(columns)}`
  },
  remove: (table, rows, on) => sql`delete ${table} from ${table} join ${rows} on ${on}`,
  otherwise: (_, columns) => {
    const set = columns.map((name) => sql`${sql.ref(name)} = values(${sql.ref(name)})`)
    return sql`on duplicate key update ${sql.join(set)}`
  },
}

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
    [queries.putMember, queries.putMemberOnDuplicate],
    [queries.putFollower, queries.putFollowerOnDuplicate],
    [queries.putPresence, queries.putPresenceOnDuplicate],
    [queries.addUsage, queries.addUsageOnDuplicate],
    [queries.countMail, queries.countMailOnDuplicate],
    [queries.putQuotas, queries.putQuotasOnDuplicate],
    [queries.putJob, queries.putJobOnDuplicate],
    [queries.dueJobs, queries.dueJobsSkippingLocked],
    [queries.lockAttempts, queries.lockAttemptsOnDuplicate],
    [queries.putConsent, queries.putConsentOnDuplicate],
  ]),
  batches: batches(jsonRows, CHANGES),
  lists: lists(jsonRows),
  // With the bounds in another table, MariaDB does not use them in the index, and would read a room from its start.
  unions: new Set<unknown>([
    queries.unread,
    queries.unreadInThread,
    queries.unreadMentions,
    queries.lastUntil,
    queries.lastReplyUntil,
    queries.dueJob,
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
