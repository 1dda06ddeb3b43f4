import { sql } from 'kysely'
import type { Log, RoomId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'

// Old events, to delete them.

/** Logs in the order of their names, each with the time of its first event, and whether its room was deleted. */
export const logsAfter = query((db, a: { after: string; limit: number }) =>
  db
    .selectFrom('logs')
    .leftJoin('rooms', (j) => j.on('rooms.id', '=', sql<RoomId>`logs.log`))
    .select(['logs.log', 'logs.seq', 'rooms.id as room', 'rooms.deleted_at'])
    .select((e) =>
      e
        .selectFrom('events')
        .select('events.at')
        .whereRef('events.log', '=', 'logs.log')
        .orderBy('events.seq')
        .limit(1)
        .as('first_at'),
    )
    .where('logs.log', '>', a.after as Log)
    .orderBy('logs.log')
    .limit(a.limit),
)

export const firstEvents = query((db, a: { log: Log; limit: number }) =>
  db
    .selectFrom('events')
    .select(['seq', 'at'])
    .where('log', '=', a.log)
    .orderBy('seq')
    .limit(a.limit),
)

export const deleteEventsUntil = query((db, a: { log: Log; seq: number }) =>
  db.deleteFrom('events').where('log', '=', a.log).where('seq', '<=', a.seq),
)
