import type { UserId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'
import type { InRoom, OfMember } from './keys.ts'

/** `shown`: the read pointer as other members know it. */
export const setRead = query((db, a: OfMember & { seq: number; shown: number }) =>
  db
    .updateTable('members')
    .set({ read_seq: a.seq, shown_seq: a.shown, unread_from: null })
    .where('room', '=', a.room)
    .where('user', '=', a.user),
)

export const setUnreadFrom = query((db, a: OfMember & { seq: number }) =>
  db
    .updateTable('members')
    .set({ unread_from: a.seq })
    .where('room', '=', a.room)
    .where('user', '=', a.user),
)

export const setDelivered = query((db, a: OfMember & { seq: number }) =>
  db
    .updateTable('members')
    .set({ delivered_seq: a.seq })
    .where('room', '=', a.room)
    .where('user', '=', a.user),
)

export const insertRead = query((db, a: OfMember & { seq: number; at: number }) =>
  db.insertInto('reads').values({ ...columns(a, READ) }),
)

/** The members who have read up to `seq`, as other members know it, and when each first had. */
export const seen = query(
  (db, a: InRoom & { seq: number; sender: UserId; after: string; limit: number }) =>
    db
      .selectFrom('members')
      .innerJoin('users', 'users.id', 'members.user')
      .select(['members.user', 'users.name'])
      .select((e) =>
        e
          .selectFrom('reads')
          .select((r) => r.fn.min('reads.at').as('at'))
          .whereRef('reads.room', '=', 'members.room')
          .whereRef('reads.user', '=', 'members.user')
          .where('reads.seq', '>=', a.seq)
          .as('at'),
      )
      .where('members.room', '=', a.room)
      .where('members.left_seq', 'is', null)
      .where('members.shown_seq', '>=', a.seq)
      .where('members.user', '!=', a.sender)
      .where('members.user', '>', a.after as UserId)
      .orderBy('members.user')
      .limit(a.limit),
)

export const readsOfRoom = query((db, a: InRoom & { limit: number }) =>
  db
    .selectFrom('reads')
    .select(['room', 'user', 'seq'])
    .where('room', '=', a.room)
    .orderBy('user')
    .orderBy('seq')
    .limit(a.limit),
)

export const deleteRead = query((db, a: OfMember & { seq: number }) =>
  db
    .deleteFrom('reads')
    .where('room', '=', a.room)
    .where('user', '=', a.user)
    .where('seq', '=', a.seq),
)

export const READ = ['room', 'user', 'seq', 'at'] as const
