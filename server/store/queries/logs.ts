import { sql } from 'kysely'
import type { Log, RoomId, UserId } from '../../../protocol/ids.ts'
import { query } from '../statement.ts'
import type { EventRow } from '../tables.ts'
import { columns } from './columns.ts'

/** Takes the log's next seq. The row stays locked until the commit: seqs have no holes. */
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

/** The logs that a user may hear now, or could until they left after `since`. */
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

/** Nobody else takes a seq of this log, or changes its members, until the commit. */
export const lockLog = query((db, a: { log: Log }) =>
  db.selectFrom('logs').select('log').where('log', '=', a.log).forUpdate(),
)

export const event = query((db, a: { log: Log; seq: number }) =>
  db.selectFrom('events').selectAll().where('log', '=', a.log).where('seq', '=', a.seq),
)

/** Backwards from `seq`, so that the cost is that of what was missed. */
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

/** The last comings, goings and messages of a room, backwards. */
export const activity = query((db, a: { log: Log; limit: number }) =>
  db
    .selectFrom('events')
    .leftJoin('messages', (j) =>
      j.on('messages.room', '=', sql<RoomId>`events.log`).onRef('messages.seq', '=', 'events.seq'),
    )
    .innerJoin('users', (j) =>
      j.on('users.id', '=', (e) => e.fn.coalesce('events.subject', 'events.actor')),
    )
    .select(['events.type', 'events.seq', 'events.at', 'users.id', 'users.name', 'messages.text'])
    .where('events.log', '=', a.log)
    .where('events.type', 'in', ['member.joined', 'member.left', 'message.created'])
    .orderBy('events.seq', 'desc')
    .limit(a.limit),
)

const EVENT = ['log', 'seq', 'at', 'type', 'subject', 'actor', 'ref', 'detail'] as const
