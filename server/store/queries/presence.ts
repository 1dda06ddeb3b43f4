import type { UserId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import type { PresenceRow } from '../tables/tables.ts'
import { columns } from './columns.ts'
import type { InRoom } from './keys.ts'

export const presence = query((db, a: { user: UserId }) =>
  db.selectFrom('presence').selectAll().where('user', '=', a.user),
)

export const presenceOfRoom = query((db, a: InRoom & { limit: number }) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user')
    .leftJoin('presence', 'presence.user', 'members.user')
    .select([
      'members.user',
      'users.name',
      'presence.state',
      'presence.status',
      'presence.last_seen_at',
    ])
    .where('members.room', '=', a.room)
    .where('members.left_seq', 'is', null)
    .orderBy('members.user')
    .limit(a.limit),
)

/** The rooms of a user, with the columns that decide whether they receive the user's presence. */
export const roomsOfPresence = query((db, a: { user: UserId }) =>
  db
    .selectFrom('members')
    .innerJoin('rooms', 'rooms.id', 'members.room')
    .select(['rooms.id', 'rooms.type', 'rooms.features', 'rooms.member_count'])
    .where('members.user', '=', a.user)
    .where('members.left_seq', 'is', null)
    .orderBy('rooms.id'),
)

const insertPresence = (db: Parameters<Parameters<typeof query>[0]>[0], a: PresenceRow) =>
  db.insertInto('presence').values({ ...columns(a, PRESENCE) })

const changedPresence = (a: PresenceRow) => ({
  state: a.state,
  status: a.status,
  last_seen_at: a.last_seen_at,
})

export const putPresence = query((db, a: PresenceRow) =>
  insertPresence(db, a).onConflict((c) => c.column('user').doUpdateSet(changedPresence(a))),
)

/** The same for MariaDB and MySQL. */
export const putPresenceOnDuplicate = query((db, a: PresenceRow) =>
  insertPresence(db, a).onDuplicateKeyUpdate(changedPresence(a)),
)

const PRESENCE = ['user', 'state', 'status', 'last_seen_at'] as const

export const deletePresence = query((db, a: { user: UserId }) =>
  db.deleteFrom('presence').where('user', '=', a.user),
)
