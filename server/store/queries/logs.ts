import { type RawBuilder, sql } from 'kysely'
import type { Log, RoomId, UserId } from '../../../protocol/ids.ts'
import { query, raw } from '../tables/statement.ts'
import type { EventRow } from '../tables/tables.ts'
import { columns } from './columns.ts'

/** Takes the log's next seq. The row stays locked until the commit: seqs have no gaps. */
export const takeSeq = query((db, a: { log: Log; at: number }) =>
  db
    .insertInto('logs')
    .values({ log: a.log, seq: 1, at: a.at })
    .onConflict((c) => c.column('log').doUpdateSet({ seq: sql`logs.seq + 1`, at: a.at }))
    .returning('seq'),
)

export const insertEvent = query((db, a: EventRow) =>
  db.insertInto('events').values({ ...columns(a, EVENT) }),
)

export const lastTime = query((db, _: object) =>
  db.selectFrom('logs').select((e) => e.fn.max('at').as('at')),
)

/** The logs that a user can receive now, or could receive until they left after `since`. */
export const logsOf = query((db, a: { user: UserId; since: number }) =>
  db
    .selectFrom('members')
    .innerJoin('logs', (j) => j.on('logs.log', '=', sql<Log>`members.room`))
    .select(['logs.log', 'logs.seq', 'logs.at', 'members.left_seq'])
    .where('members.user', '=', a.user)
    .where((e) => e.or([e('members.left_seq', 'is', null), e('members.left_at', '>=', a.since)])),
)

export const log = query((db, a: { log: Log }) =>
  db.selectFrom('logs').selectAll().where('log', '=', a.log),
)

/**
 * The last seq of a log until a time. It is found by bisection, because a log may have had a million events
 * since. Times may cross within a log (ORD-8): the exact event may be somewhat before or after this seq.
 */
export const seqUntil = raw<{ log: Log; until: number }, { seq: number }>(
  (a) => sql`
    with recursive part (low, high) as (
      select 0 * seq, seq from logs where log = ${a.log}
      union all
      select ${halvedBy(sql`${a.until}`)}
      from part join events on events.log = ${a.log} and events.seq = ${MIDDLE}
      where part.low < part.high)
    select low as seq from part where low = high`,
)

/** A shift, because its result is an integer on every database. */
export const MIDDLE = sql`((part.low + part.high + 1) >> 1)`
/** The half of a range that contains the last event until a time. */
export const halvedBy = (until: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  case when events.at <= ${until} then events.seq else part.low end,
  case when events.at <= ${until} then part.high else events.seq - 1 end`

/** The time of the last event until a time, among the events between two seqs. */
export const lastUntil = query((db, a: { log: Log; from: number; to: number; until: number }) =>
  db
    .selectFrom('events')
    .select((e) => e.fn.max('at').as('at'))
    .where('log', '=', a.log)
    .where('seq', '>=', a.from)
    .where('seq', '<=', a.to)
    .where('at', '<=', a.until),
)

/** Locks a log's counter: until the commit, no other transaction takes a seq or changes the room's members. */
export const lockLog = query((db, a: { log: Log }) =>
  db.selectFrom('logs').select('log').where('log', '=', a.log).forUpdate(),
)

export const event = query((db, a: { log: Log; seq: number }) =>
  db.selectFrom('events').selectAll().where('log', '=', a.log).where('seq', '=', a.seq),
)

/** Backwards from `seq`, so that the cost depends on the number of missed events. */
export const eventsBack = query((db, a: { log: Log; after: number; seq: number; limit: number }) =>
  db
    .selectFrom('events')
    .selectAll()
    .where('log', '=', a.log)
    .where('seq', '>', a.after)
    .where('seq', '<=', a.seq)
    .orderBy('seq', 'desc')
    .limit(a.limit),
)

/** The last joins, leaves and messages of a room, backwards. */
export const activity = query((db, a: { log: Log; limit: number }) =>
  db
    .selectFrom('events')
    .leftJoin('messages', (j) =>
      j.on('messages.room', '=', sql<RoomId>`events.log`).onRef('messages.seq', '=', 'events.seq'),
    )
    .innerJoin('users', (j) =>
      j.on('users.id', '=', (e) => e.fn.coalesce('events.subject', 'events.actor')),
    )
    .select(['events.type', 'events.seq', 'events.at', 'users.id', 'users.name'])
    .select(sql<string | null>`case when messages.hidden is null then messages.text end`.as('text'))
    .where('events.log', '=', a.log)
    .where('events.hidden', 'is', null)
    .where('events.type', 'in', ['member.joined', 'member.left', 'message.created'])
    .orderBy('events.seq', 'desc')
    .limit(a.limit),
)

export const EVENT = [
  'log',
  'seq',
  'at',
  'type',
  'subject',
  'actor',
  'ref',
  'detail',
  'hidden',
] as const
