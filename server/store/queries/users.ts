import type { ExpressionBuilder } from 'kysely'
import type { UserId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import type { Tables, UserRow } from '../tables/tables.ts'
import { columns } from './columns.ts'

export const user = query((db, a: { id: UserId }) =>
  db.selectFrom('users').selectAll().where('id', '=', a.id),
)

/** `key`: the part of the handle that is unique. */
export const userByHandle = query((db, a: { key: string }) =>
  db.selectFrom('users').selectAll().where('handle_key', '=', a.key),
)

/** A user in more rooms is looked up in the rooms of the other one: so the work is that of the one in fewer rooms. */
const FEW_ROOMS = 30

/** A user whom another user may see: both are in one room, or they are the same user. */
export const knownUser = query((db, a: { id: UserId; to: UserId }) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', a.id)
    .where((e) =>
      e.or([
        e('id', '=', a.to),
        e
          .case()
          .when(hasManyRooms(e, a.id))
          .then(areTogether(e, a.to, a.id))
          .else(areTogether(e, a.id, a.to))
          .end(),
      ]),
    ),
)

const hasManyRooms = (e: ExpressionBuilder<Tables, 'users'>, user: UserId) =>
  e(
    e
      .selectFrom('members')
      .select('members.room')
      .where('members.user', '=', user)
      .limit(1)
      .offset(FEW_ROOMS),
    'is not',
    null,
  )

/** Looks in each room of the first user for the second one. */
const areTogether = (e: ExpressionBuilder<Tables, 'users'>, first: UserId, second: UserId) =>
  e.exists(
    e
      .selectFrom('members as one')
      .select('one.room')
      .where('one.user', '=', first)
      .where('one.left_seq', 'is', null)
      .where((e) =>
        e.exists(
          e
            .selectFrom('members as other')
            .select('other.room')
            .whereRef('other.room', '=', 'one.room')
            .where('other.user', '=', second)
            .where('other.left_seq', 'is', null),
        ),
      ),
  )

/** Locks a user: until the commit, no other transaction changes the user's own rows. */
export const lockUser = query((db, a: { id: UserId }) =>
  db.selectFrom('users').select(['id', 'deleted_at']).where('id', '=', a.id).forUpdate(),
)

export const users = query((db, a: { after: string; limit: number }) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('id', '>', a.after as UserId)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .limit(a.limit),
)

/** Guests without a room whom nobody used since `before`, after an id: those who were neither created nor online since. */
export const unusedGuests = query((db, a: { after: string; before: number; limit: number }) =>
  db
    .selectFrom('users')
    .leftJoin('presence', 'presence.user', 'users.id')
    .select('users.id')
    .where('users.id', '>', a.after as UserId)
    .where('users.id', '<', 'guest_~' as UserId)
    .where('users.kind', '=', 'guest')
    .where('users.deleted_at', 'is', null)
    .where('users.created_at', '<', a.before)
    .where((e) =>
      e.or([e('presence.last_seen_at', 'is', null), e('presence.last_seen_at', '<', a.before)]),
    )
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('members')
            .select('members.room')
            .whereRef('members.user', '=', 'users.id')
            .where('members.left_seq', 'is', null),
        ),
      ),
    )
    .orderBy('users.id')
    .limit(a.limit),
)

/** How many users have a role on the whole server, without deleted ones. */
export const countServerRole = query((db, a: { role: NonNullable<UserRow['role']> }) =>
  db
    .selectFrom('users')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('role', '=', a.role)
    .where('deleted_at', 'is', null),
)

/** Sanctions are set by statements of their own. */
type NewUserRow = Omit<UserRow, 'muted_until' | 'banned_until' | 'shadow_banned'>

export const insertUser = query((db, a: NewUserRow) =>
  db.insertInto('users').values({ ...columns(a, USER), shadow_banned: null }),
)

/** Every column of the profile and the role. */
type ChangedUser = Omit<NewUserRow, 'id' | 'kind' | 'created_at' | 'deleted_at'>
const changedUser = (a: ChangedUser) => columns(a, CHANGED)

export const updateUser = query((db, a: ChangedUser & Pick<UserRow, 'id'>) =>
  db
    .updateTable('users')
    .set({ ...changedUser(a) })
    .where('id', '=', a.id),
)

export const setShadowBanned = query((db, a: { id: UserId } & Pick<UserRow, 'shadow_banned'>) =>
  db.updateTable('users').set({ shadow_banned: a.shadow_banned }).where('id', '=', a.id),
)

export const deleteUser = query((db, a: { id: UserId; at: number }) =>
  db.updateTable('users').set({ deleted_at: a.at }).where('id', '=', a.id),
)

const PROFILE = ['handle', 'handle_key', 'locale', 'time_zone'] as const
const CHANGED = ['name', 'info', 'role', 'named_at', ...PROFILE] as const
const USER = ['id', 'kind', 'created_at', 'deleted_at', ...CHANGED] as const
