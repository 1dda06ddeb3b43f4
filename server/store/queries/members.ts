import { sql } from 'kysely'
import type { Role, UserKind } from '../../../protocol/entities.ts'
import { QUICK_GUEST, type UserId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import type { MemberRow } from '../tables/tables.ts'
import { columns } from './columns.ts'
import type { InRoom, OfMember } from './keys.ts'

type Db = Parameters<Parameters<typeof query>[0]>[0]

export const member = query((db, a: OfMember) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user')
    .selectAll('members')
    .select(['users.name', 'users.kind'])
    .where('members.room', '=', a.room)
    .where('members.user', '=', a.user),
)

export const members = query((db, a: InRoom & { after: string; limit: number }) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user')
    .selectAll('members')
    .select(['users.name', 'users.kind'])
    .where('members.room', '=', a.room)
    .where('members.left_seq', 'is', null)
    .where('members.user', '>', a.after as UserId)
    .orderBy('members.user')
    .limit(a.limit),
)

export const roomIdsOf = query((db, a: { user: UserId }) =>
  db
    .selectFrom('members')
    .select('room')
    .where('user', '=', a.user)
    .where('left_seq', 'is', null)
    .orderBy('room'),
)

/** Includes the rooms that the user has left. */
export const everRoomIdsOf = query((db, a: { user: UserId }) =>
  db.selectFrom('members').select('room').where('user', '=', a.user).orderBy('room'),
)

export const membersOfKind = query((db, a: InRoom & { kind: UserKind }) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user')
    .select('members.user')
    .where('members.room', '=', a.room)
    .where('members.left_seq', 'is', null)
    .where('users.kind', '=', a.kind),
)

/** The ids of quick guests have one prefix, so the index finds them side by side. */
export const quickGuests = query((db) =>
  db
    .selectFrom('members')
    .innerJoin('rooms', 'rooms.id', 'members.room')
    .select('members.user')
    .distinct()
    .where('members.user', '>', `${QUICK_GUEST}_` as UserId)
    .where('members.user', '<', `${QUICK_GUEST}_~` as UserId)
    .where('members.left_seq', 'is', null)
    .where('rooms.type', '!=', 'dm'),
)

export const countRole = query((db, a: InRoom & { role: Role }) =>
  db
    .selectFrom('members')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('room', '=', a.room)
    .where('left_seq', 'is', null)
    .where('role', '=', a.role),
)

export const nextOwner = query((db, a: InRoom & { except: UserId }) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user')
    .select('members.user')
    .where('members.room', '=', a.room)
    .where('members.left_seq', 'is', null)
    .where('members.user', '!=', a.except)
    .where('users.kind', '!=', 'bot')
    .where((e) =>
      e.or([
        e('members.user', '<', `${QUICK_GUEST}_` as UserId),
        e('members.user', '>', `${QUICK_GUEST}_~` as UserId),
      ]),
    )
    .orderBy(
      sql`case members.role when 'owner' then 0 when 'admin' then 1 when 'moderator' then 2 else 3 end`,
    )
    .orderBy('members.joined_seq')
    .orderBy('members.joined_at')
    .orderBy('members.user')
    .limit(1),
)

/** The rooms that the user joined or created. */
export const countOwnRooms = query((db, a: { user: UserId }) =>
  countRooms(db, a).where('added', 'is', null),
)

/** The rooms to which others added the user. */
export const countAddedRooms = query((db, a: { user: UserId }) =>
  countRooms(db, a).where('added', 'is not', null),
)

const countRooms = (db: Db, a: { user: UserId }) =>
  db
    .selectFrom('members')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('user', '=', a.user)
    .where('left_seq', 'is', null)

type NewMember = Omit<
  MemberRow,
  'unread_from' | 'preferences' | 'hidden_seq' | 'muted_until' | 'blocked' | 'sent_at' | 'sent_seq'
>

const insertMember = (db: Db, a: NewMember) =>
  db.insertInto('members').values({ ...columns(a, MEMBER) })

/**
 * A member who joins again keeps the read pointer. The unread mark is removed, because it would make history unread,
 * and the room is no longer hidden.
 */
const joinedAgain = (a: NewMember) => ({
  role: a.role,
  joined_at: a.joined_at,
  joined_seq: a.joined_seq,
  left_seq: null,
  left_at: null,
  unread_from: null,
  hidden_seq: null,
  added: a.added,
})

export const putMember = query((db, a: NewMember) =>
  insertMember(db, a).onConflict((c) => c.columns(['room', 'user']).doUpdateSet(joinedAgain(a))),
)

/** The same for MariaDB and MySQL. */
export const putMemberOnDuplicate = query((db, a: NewMember) =>
  insertMember(db, a).onDuplicateKeyUpdate(joinedAgain(a)),
)

/** Notes a member's message, unless one is noted that was sent after `until`. */
export const setSent = query((db, a: OfMember & { at: number; seq: number; until: number }) =>
  db
    .updateTable('members')
    .set({ sent_at: a.at, sent_seq: a.seq })
    .where('room', '=', a.room)
    .where('user', '=', a.user)
    .where((e) => e.or([e('sent_at', 'is', null), e('sent_at', '<=', a.until)])),
)

export const sentSeq = query((db, a: OfMember) =>
  db.selectFrom('members').select('sent_seq').where('room', '=', a.room).where('user', '=', a.user),
)

export const updateRole = query((db, a: OfMember & { role: Role }) =>
  db
    .updateTable('members')
    .set({ role: a.role })
    .where('room', '=', a.room)
    .where('user', '=', a.user),
)

export const endMember = query((db, a: OfMember & { seq: number; at: number }) =>
  db
    .updateTable('members')
    .set({ left_seq: a.seq, left_at: a.at })
    .where('room', '=', a.room)
    .where('user', '=', a.user),
)

export const endMembers = query((db, a: InRoom & { seq: number; at: number }) =>
  db
    .updateTable('members')
    .set({ left_seq: a.seq, left_at: a.at })
    .where('room', '=', a.room)
    .where('left_seq', 'is', null),
)

/** The members of a room, in the same order on every node. */
export const memberIds = query((db, a: InRoom & { limit: number }) =>
  db
    .selectFrom('members')
    .select(['user', 'role'])
    .where('room', '=', a.room)
    .where('left_seq', 'is', null)
    .orderBy('user')
    .limit(a.limit),
)

type NewPreferences = OfMember & Pick<MemberRow, 'preferences' | 'hidden_seq'>

export const setPreferences = query((db, a: NewPreferences) =>
  db
    .updateTable('members')
    .set({ preferences: a.preferences, hidden_seq: a.hidden_seq })
    .where('room', '=', a.room)
    .where('user', '=', a.user),
)

const MEMBER = [
  'room',
  'user',
  'role',
  'read_seq',
  'joined_at',
  'left_seq',
  'left_at',
  'joined_seq',
  'shown_seq',
  'delivered_seq',
  'added',
] as const
