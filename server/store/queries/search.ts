import { sql } from 'kysely'
import type { Log, MessageId, UserId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import type { OfMessage } from './keys.ts'

/** The rooms of a user, with the columns that decide which messages the user may see. */
export const visibleRooms = query((db, a: { user: UserId }) =>
  db
    .selectFrom('members')
    .innerJoin('rooms', 'rooms.id', 'members.room')
    .select(['members.room', 'members.joined_seq', 'rooms.only_joined'])
    .where('members.user', '=', a.user)
    .where('members.left_seq', 'is', null)
    .where('rooms.deleted_at', 'is', null),
)

/** The last seq of each room of a user. */
export const lastSeqs = query((db, a: { user: UserId }) =>
  db
    .selectFrom('members')
    .innerJoin('logs', (j) => j.on('logs.log', '=', sql<Log>`members.room`))
    .select(['members.room', 'logs.seq'])
    .where('members.user', '=', a.user)
    .where('members.left_seq', 'is', null),
)

/** Locks a message: no other transaction changes it until the commit. */
export const lockMessage = query((db, a: OfMessage) =>
  db
    .selectFrom('messages')
    .select('seq')
    .where('room', '=', a.room)
    .where('seq', '=', a.seq)
    .forUpdate(),
)

/** Messages in the order in which they were created. */
export const createdAfter = query((db, a: { after: string; limit: number }) =>
  db
    .selectFrom('messages')
    .select(['id', 'room', 'seq', 'created_at', 'deleted_at', sql<number>`length(text)`.as('size')])
    .where('id', '>', a.after as MessageId)
    .orderBy('id')
    .limit(a.limit),
)
