import { sql } from 'kysely'
import type { RoomType } from '../../../protocol/entities.ts'
import type { Log, RoomId, UserId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import type { RoomRow } from '../tables/tables.ts'
import { columns } from './columns.ts'
import { visibleTo } from './hidden.ts'
import type { InRoom, OfMember } from './keys.ts'
import { inRoom } from './messages.ts'

export const room = query((db, a: InRoom) =>
  db
    .selectFrom('rooms')
    .innerJoin('logs', (j) => j.on('logs.log', '=', sql<Log>`rooms.id`))
    .selectAll('rooms')
    .select('logs.seq')
    .where('rooms.id', '=', a.room),
)

export const roomByKey = query((db, a: { key: string }) =>
  db
    .selectFrom('rooms')
    .innerJoin('logs', (j) => j.on('logs.log', '=', sql<Log>`rooms.id`))
    .selectAll('rooms')
    .select('logs.seq')
    .where('rooms.key', '=', a.key),
)

/** Rooms of one type, the newest first: ids sort by time. */
export const openRooms = query((db, a: { type: RoomType; before: string; limit: number }) =>
  db
    .selectFrom('rooms')
    .innerJoin('logs', (j) => j.on('logs.log', '=', sql<Log>`rooms.id`))
    .selectAll('rooms')
    .select('logs.seq')
    .where('rooms.type', '=', a.type)
    .where('rooms.deleted_at', 'is', null)
    .where('rooms.archived_at', 'is', null)
    .where('rooms.id', '<', a.before as RoomId)
    .orderBy('rooms.id', 'desc')
    .limit(a.limit),
)

/** All rooms, the newest first. */
export const rooms = query((db, a: { before: string; limit: number }) =>
  db
    .selectFrom('rooms')
    .innerJoin('logs', (j) => j.on('logs.log', '=', sql<Log>`rooms.id`))
    .selectAll('rooms')
    .select('logs.seq')
    .where('rooms.deleted_at', 'is', null)
    .where('rooms.id', '<', a.before as RoomId)
    .orderBy('rooms.id', 'desc')
    .limit(a.limit),
)

/** Quick rooms without a member and without an event since `before`. */
export const unusedQuickRooms = query((db, a: { before: number; limit: number }) =>
  db
    .selectFrom('rooms')
    .innerJoin('logs', (j) => j.on('logs.log', '=', sql<Log>`rooms.id`))
    .select('rooms.id')
    .where('rooms.quick', '=', 1)
    .where('rooms.deleted_at', 'is', null)
    .where('rooms.member_count', '=', 0)
    .where('logs.at', '<', a.before)
    .orderBy('rooms.id')
    .limit(a.limit),
)

export const insertRoom = query((db, a: Omit<RoomRow, 'words_version'>) =>
  db.insertInto('rooms').values({ ...columns(a, ROOM), words_version: null }),
)

export const updateRoom = query((db, a: ChangedRoom & Pick<RoomRow, 'id'>) =>
  db
    .updateTable('rooms')
    .set({ ...changedRoom(a) })
    .where('id', '=', a.id),
)

export const setMemberCount = query((db, a: InRoom & { count: number }) =>
  db.updateTable('rooms').set({ member_count: a.count }).where('id', '=', a.room),
)

export const eraseRoom = query((db, a: InRoom & { at: number }) =>
  db
    .updateTable('rooms')
    .set({
      name: null,
      topic: null,
      data: null,
      question: null,
      key: null,
      quick: null,
      words_version: null,
      deleted_at: a.at,
    })
    .where('id', '=', a.room),
)

/** The room, the user, and the user's role where they are a member. */
export const standing = query((db, a: OfMember) =>
  db
    .selectFrom('rooms')
    .innerJoin('logs', (j) => j.on('logs.log', '=', sql<Log>`rooms.id`))
    .innerJoin('users', (j) => j.onTrue())
    .leftJoin('members', (j) =>
      j
        .onRef('members.room', '=', 'rooms.id')
        .onRef('members.user', '=', 'users.id')
        .on('members.left_seq', 'is', null),
    )
    .selectAll('rooms')
    .select([
      'logs.seq',
      'users.id as user_id',
      'users.name as user_name',
      'users.role as server_role',
      'users.muted_until as user_muted_until',
      'members.muted_until',
      'members.blocked',
      'users.shadow_banned',
      'members.role',
      'members.joined_seq',
      'members.sent_at',
    ])
    .where('users.id', '=', a.user)
    .where('users.deleted_at', 'is', null)
    .where('rooms.id', '=', a.room)
    .where('rooms.deleted_at', 'is', null),
)

type Db = Parameters<Parameters<typeof query>[0]>[0]

/** A user's memberships, without what the rooms themselves are. */
const memberships = (db: Db, a: { user: UserId }) =>
  db
    .selectFrom('members')
    .innerJoin('logs', (j) => j.on('logs.log', '=', sql<Log>`members.room`))
    .select([
      'logs.seq',
      'logs.at',
      'members.role',
      'members.read_seq',
      'members.unread_from',
      'members.preferences',
      'members.joined_seq',
      'members.hidden_seq',
    ])
    .where('members.user', '=', a.user)
    .where('members.left_seq', 'is', null)

/** A user's rooms, each with the user's own membership. */
const roomsOfMember = (db: Db, a: { user: UserId }) =>
  memberships(db, a).innerJoin('rooms', 'rooms.id', 'members.room').selectAll('rooms')

export const roomOf = query((db, a: OfMember) =>
  roomsOfMember(db, a).where('members.room', '=', a.room),
)

/**
 * 0 if the user has no unread mentions in the room, as in most, so that they need not be counted. A mark as unread can
 * be before what was read.
 */
const isMentioned = sql<number>`case when exists (
  select 1 from mentions where mentions.room = members.room
  and ${sql.ref('mentions.user')} = ${sql.ref('members.user')} and mentions.seq > case
    when members.unread_from <= members.read_seq then members.unread_from - 1 else members.read_seq end)
  then 1 else 0 end`.as('is_mentioned')

/** The user's rooms that may contain unread messages, or that have an unread mark. */
export const roomsBehind = query((db, a: { user: UserId }) =>
  roomsOfMember(db, a).where((e) =>
    e.or([e('members.unread_from', 'is not', null), e('logs.seq', '>', e.ref('members.read_seq'))]),
  ),
)

/** A hidden room is shown again when it has a message after `hidden_seq`. `all`: 1 if hidden rooms are shown, too. */
const isShown = (all: number) =>
  sql<boolean>`(members.hidden_seq is null or ${all} = 1 or exists (
    select 1 from messages where messages.room = members.room and messages.seq > members.hidden_seq and ${inRoom} and ${visibleTo(sql.ref('members.user'))}))`

type OfList = { user: UserId; all: number; until: number; at: number; id: string; limit: number }

/** The user's rooms without an event after `until`, after a position in the order of the list. */
const inRange = (db: Db, a: OfList) =>
  memberships(db, a)
    .where(isShown(a.all))
    .where('logs.at', '<=', a.until)
    .where((e) =>
      e.or([
        e('logs.at', '<', a.at),
        e.and([e('logs.at', '=', a.at), e('members.room', '<', a.id as RoomId)]),
      ]),
    )
    .limit(a.limit)

/** The same, the latest active first. */
const listed = (db: Db, a: OfList) =>
  inRange(db, a).orderBy('logs.at', 'desc').orderBy('members.room', 'desc')

export const roomsOf = query((db, a: OfList) =>
  listed(db, a)
    .innerJoin('rooms', 'rooms.id', 'members.room')
    .selectAll('rooms')
    .select(isMentioned),
)
/** The same for reads that share the rooms themselves. */
export const membershipsOf = query((db, a: OfList) => listed(db, a).select('members.room as id'))
export const membershipsInAnyOrder = query((db, a: OfList) =>
  inRange(db, a).select('members.room as id'),
)

/** The user's rooms with an event after `since`. */
export const roomsSince = query((db, a: { user: UserId; all: number; since: number }) =>
  roomsOfMember(db, a).select(isMentioned).where(isShown(a.all)).where('logs.at', '>', a.since),
)

/** Every column that `updateRoom` sets. */
type ChangedRoom = Omit<
  RoomRow,
  'id' | 'type' | 'key' | 'created_at' | 'deleted_at' | 'member_count' | 'quick' | 'words_version'
>
const changedRoom = (a: ChangedRoom) => columns(a, CHANGED)
const CHANGED = [
  'name',
  'topic',
  'data',
  'features',
  'read_only',
  'only_joined',
  'archived_at',
  'by_request',
  'question',
  'name_only',
  'slow_seconds',
  'keep_seconds',
] as const
const ROOM = [
  'id',
  'type',
  'name',
  'data',
  'key',
  'created_at',
  'deleted_at',
  'topic',
  'features',
  'archived_at',
  'read_only',
  'only_joined',
  'member_count',
  'by_request',
  'question',
  'name_only',
  'keep_seconds',
  'quick',
  'slow_seconds',
] as const
