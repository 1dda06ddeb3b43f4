import { sql } from 'kysely'
import type { Log, MessageId, UserId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import type { OfMessage } from './keys.ts'

/** The rooms that somebody is in, and from where on they may see them. */
export const visibleRooms = query((db, a: { user: UserId }) =>
  db
    .selectFrom('members')
    .innerJoin('rooms', 'rooms.id', 'members.room')
    .select(['members.room', 'members.joined_seq', 'rooms.only_joined'])
    .where('members.user', '=', a.user)
    .where('members.left_seq', 'is', null)
    .where('rooms.deleted_at', 'is', null),
)

/** The last seq of each room that somebody is in. */
export const lastSeqs = query((db, a: { user: UserId }) =>
  db
    .selectFrom('members')
    .innerJoin('logs', (j) => j.on('logs.log', '=', sql<Log>`members.room`))
    .select(['members.room', 'logs.seq'])
    .where('members.user', '=', a.user)
    .where('members.left_seq', 'is', null),
)

/** Nobody changes it until the commit. */
export const lockMessage = query((db, a: OfMessage) =>
  db
    .selectFrom('messages')
    .select('seq')
    .where('room', '=', a.room)
    .where('seq', '=', a.seq)
    .forUpdate(),
)

/** In the order in which they were made. */
export const madeAfter = query((db, a: { after: string; limit: number }) =>
  db
    .selectFrom('messages')
    .select(['id', 'room', 'seq', 'created_at', 'deleted_at', sql<number>`length(text)`.as('size')])
    .where('id', '>', a.after as MessageId)
    .orderBy('id')
    .limit(a.limit),
)
