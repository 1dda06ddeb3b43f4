import { sql } from 'kysely'
import type { JoinRequestId, UserId } from '../../../protocol/ids.ts'
import type { JoinRequestRow } from '../tables/consent-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'
import type { InRoom, OfMember } from './keys.ts'

type Db = Parameters<Parameters<typeof query>[0]>[0]

const joined = (db: Db) =>
  db
    .selectFrom('join_requests')
    .innerJoin('rooms', 'rooms.id', 'join_requests.room')
    .innerJoin('users', 'users.id', 'join_requests.user')
    .selectAll('join_requests')
    .select(['rooms.name as room_name', 'users.name as user_name'])

export const joinRequest = query((db, a: { id: JoinRequestId }) =>
  joined(db).where('join_requests.id', '=', a.id),
)

/** The one row of a user in a room, in any state. */
export const joinRequestOf = query((db, a: OfMember) =>
  joined(db).where('join_requests.room', '=', a.room).where('join_requests.user', '=', a.user),
)

const pending = (db: Db) =>
  joined(db)
    .where('join_requests.state', '=', sql.lit('pending'))
    .orderBy('join_requests.created_at')
    .orderBy('join_requests.id')

/** The pending requests to a room after a position in their order. */
export const joinRequestsOfRoom = query(
  (db, a: InRoom & { at: number; id: string; limit: number }) =>
    pending(db)
      .where('join_requests.room', '=', a.room)
      .where((e) =>
        e.or([
          e('join_requests.created_at', '>', a.at),
          e.and([
            e('join_requests.created_at', '=', a.at),
            e('join_requests.id', '>', a.id as JoinRequestId),
          ]),
        ]),
      )
      .limit(a.limit),
)

export const joinRequestsOfUser = query((db, a: { user: UserId }) =>
  pending(db).where('join_requests.user', '=', a.user),
)

export const countJoinRequests = query((db, a: InRoom) =>
  db
    .selectFrom('join_requests')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('room', '=', a.room)
    .where('state', '=', sql.lit('pending')),
)

export const insertJoinRequest = query((db, a: JoinRequestRow) =>
  db.insertInto('join_requests').values({ ...columns(a, JOIN_REQUEST) }),
)

/** A user who asks again keeps the id, because earlier events refer to it. */
export const repeatJoinRequest = query(
  (db, a: Pick<JoinRequestRow, 'id' | 'answer' | 'created_at'>) =>
    db
      .updateTable('join_requests')
      .set({ state: 'pending', answer: a.answer, created_at: a.created_at })
      .where('id', '=', a.id),
)

export const endJoinRequest = query((db, a: Pick<JoinRequestRow, 'id' | 'state'>) =>
  db.updateTable('join_requests').set({ state: a.state, answer: null }).where('id', '=', a.id),
)

export const endJoinRequests = query((db, a: InRoom) =>
  db.updateTable('join_requests').set({ state: 'ended', answer: null }).where('room', '=', a.room),
)

/** The members of the staff, the highest roles and longest memberships first. */
export const staffOf = query((db, a: InRoom & { limit: number }) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user')
    .select('members.user')
    .where('members.room', '=', a.room)
    .where('members.left_seq', 'is', null)
    .where('members.role', '!=', 'member')
    .where('users.kind', '!=', 'bot')
    .orderBy(sql`case members.role when 'owner' then 0 when 'admin' then 1 else 2 end`)
    .orderBy('members.joined_seq')
    .orderBy('members.user')
    .limit(a.limit),
)

const JOIN_REQUEST = ['id', 'room', 'user', 'state', 'answer', 'created_at'] as const
