import { sql } from 'kysely'
import type { Role, RoomType, UserKind } from '../../protocol/entities.ts'
import type { Log, MessageId, RoomId, UserId } from '../../protocol/ids.ts'
import { query } from './statement.ts'
import type {
  EventRow,
  MemberRow,
  MessageRow,
  RoomRow,
  SettingRow,
  TicketRow,
  UserRow,
} from './tables.ts'

// Every query of the product, by the noun that it is about.

type InRoom = { room: RoomId }
type OfMember = { room: RoomId; user: UserId }

// settings

export const setting = query((db, a: { name: string }) =>
  db.selectFrom('settings').select('value').where('name', '=', a.name),
)

export const insertSetting = query((db, a: SettingRow) =>
  db.insertInto('settings').values({ name: a.name, value: a.value }),
)

export const putSetting = query((db, a: SettingRow) =>
  db
    .insertInto('settings')
    .values({ name: a.name, value: a.value })
    .onConflict((c) => c.column('name').doUpdateSet({ value: a.value })),
)

// tickets

export const insertTicket = query((db, a: TicketRow) =>
  db.insertInto('tickets').values({ ...columns(a, TICKET) }),
)

export const ticket = query((db, a: { ticket: string }) =>
  db
    .selectFrom('tickets')
    .innerJoin('users', 'users.id', 'tickets.user')
    .selectAll('users')
    .select(['tickets.token_until', 'tickets.until'])
    .where('tickets.ticket', '=', a.ticket),
)

/** Nobody else takes it, too. */
export const lockTicket = query((db, a: { ticket: string }) =>
  db.selectFrom('tickets').select('ticket').where('ticket', '=', a.ticket).forUpdate(),
)

/** This one, and those whose time is over. */
export const deleteTickets = query((db, a: { ticket: string; now: number }) =>
  db.deleteFrom('tickets').where((e) => e.or([e('ticket', '=', a.ticket), e('until', '<', a.now)])),
)

// users

export const user = query((db, a: { id: UserId }) =>
  db.selectFrom('users').selectAll().where('id', '=', a.id),
)

export const insertUser = query((db, a: UserRow) =>
  db.insertInto('users').values({ ...columns(a, USER) }),
)

export const updateUser = query((db, a: Pick<UserRow, 'id' | 'name' | 'info'>) =>
  db.updateTable('users').set({ name: a.name, info: a.info }).where('id', '=', a.id),
)

// rooms

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

/** The newest first: ids sort by time. */
export const openRooms = query((db, a: { type: RoomType; limit: number }) =>
  db
    .selectFrom('rooms')
    .innerJoin('logs', (j) => j.on('logs.log', '=', sql<Log>`rooms.id`))
    .selectAll('rooms')
    .select('logs.seq')
    .where('rooms.type', '=', a.type)
    .where('rooms.deleted_at', 'is', null)
    .orderBy('rooms.id', 'desc')
    .limit(a.limit),
)

export const insertRoom = query((db, a: RoomRow) =>
  db.insertInto('rooms').values({ ...columns(a, ROOM) }),
)

export const updateRoom = query((db, a: Pick<RoomRow, 'id' | 'name' | 'data'>) =>
  db.updateTable('rooms').set({ name: a.name, data: a.data }).where('id', '=', a.id),
)

export const eraseRoom = query((db, a: InRoom & { at: number }) =>
  db
    .updateTable('rooms')
    .set({ name: null, data: null, key: null, deleted_at: a.at })
    .where('id', '=', a.room),
)

export const eraseMessages = query((db, a: InRoom & { at: number }) =>
  db
    .updateTable('messages')
    .set({ text: '', data: null, client_id: null, deleted_at: a.at })
    .where('room', '=', a.room),
)

/** Where a user stands in a room: who they are, and their role where they are a member. */
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
    .select(['logs.seq', 'users.id as user_id', 'users.name as user_name', 'members.role'])
    .where('users.id', '=', a.user)
    .where('rooms.id', '=', a.room)
    .where('rooms.deleted_at', 'is', null),
)

/** My rooms with their last message, the latest active first. */
export const roomsOf = query((db, a: { user: UserId }) =>
  db
    .selectFrom('members')
    .innerJoin('rooms', 'rooms.id', 'members.room')
    .innerJoin('logs', (j) => j.on('logs.log', '=', sql<Log>`rooms.id`))
    .selectAll('rooms')
    .select(['logs.seq', 'logs.at', 'members.role', 'members.read_seq'])
    .select((e) =>
      e
        .selectFrom('messages')
        .select((m) => m.fn.countAll<number>().as('n'))
        .whereRef('messages.room', '=', 'rooms.id')
        .whereRef('messages.seq', '>', 'members.read_seq')
        .whereRef('messages.sender', '!=', 'members.user')
        .where('messages.deleted_at', 'is', null)
        .as('unread'),
    )
    .select((e) =>
      e
        .selectFrom('messages')
        .select((m) => m.fn.max('messages.seq').as('last'))
        .whereRef('messages.room', '=', 'rooms.id')
        .as('last'),
    )
    .where('members.user', '=', a.user)
    .where('members.left_seq', 'is', null)
    .orderBy('logs.at', 'desc')
    .orderBy('rooms.id', 'desc'),
)

// members

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

export const membersOfKind = query((db, a: InRoom & { kind: UserKind }) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user')
    .select('members.user')
    .where('members.room', '=', a.room)
    .where('members.left_seq', 'is', null)
    .where('users.kind', '=', a.kind),
)

export const countRole = query((db, a: InRoom & { role: Role }) =>
  db
    .selectFrom('members')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('room', '=', a.room)
    .where('left_seq', 'is', null)
    .where('role', '=', a.role),
)

export const countMembers = query((db, a: InRoom) =>
  db
    .selectFrom('members')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('room', '=', a.room)
    .where('left_seq', 'is', null),
)

export const countRooms = query((db, a: { user: UserId }) =>
  db
    .selectFrom('members')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('user', '=', a.user)
    .where('left_seq', 'is', null),
)

/** Who comes back finds the read pointer where it was. */
export const putMember = query((db, a: MemberRow) =>
  db
    .insertInto('members')
    .values({ ...columns(a, MEMBER) })
    .onConflict((c) =>
      c
        .columns(['room', 'user'])
        .doUpdateSet({ role: a.role, joined_at: a.joined_at, left_seq: null, left_at: null }),
    ),
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

export const setRead = query((db, a: OfMember & { seq: number }) =>
  db
    .updateTable('members')
    .set({ read_seq: a.seq })
    .where('room', '=', a.room)
    .where('user', '=', a.user),
)

// messages

export const insertMessage = query((db, a: MessageRow) =>
  db.insertInto('messages').values({ ...columns(a, MESSAGE) }),
)

const withSender = (db: Parameters<Parameters<typeof query>[0]>[0]) =>
  db
    .selectFrom('messages')
    .innerJoin('users', 'users.id', 'messages.sender')
    .selectAll('messages')
    .select('users.name as sender_name')

export const messageById = query((db, a: InRoom & { id: MessageId }) =>
  withSender(db).where('messages.id', '=', a.id).where('messages.room', '=', a.room),
)

export const messageBySeq = query((db, a: InRoom & { seq: number }) =>
  withSender(db).where('messages.room', '=', a.room).where('messages.seq', '=', a.seq),
)

export const messageByClientId = query((db, a: InRoom & { sender: UserId; clientId: string }) =>
  withSender(db)
    .where('messages.room', '=', a.room)
    .where('messages.sender', '=', a.sender)
    .where('messages.client_id', '=', a.clientId)
    .where('messages.client_id', 'is not', null),
)

export const messagesBefore = query((db, a: InRoom & { seq: number; limit: number }) =>
  withSender(db)
    .where('messages.room', '=', a.room)
    .where('messages.seq', '<', a.seq)
    .orderBy('messages.seq', 'desc')
    .limit(a.limit),
)

export const messagesAfter = query((db, a: InRoom & { seq: number; limit: number }) =>
  withSender(db)
    .where('messages.room', '=', a.room)
    .where('messages.seq', '>', a.seq)
    .orderBy('messages.seq')
    .limit(a.limit),
)

export const unread = query((db, a: OfMember & { seq: number }) =>
  db
    .selectFrom('messages')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('room', '=', a.room)
    .where('seq', '>', a.seq)
    .where('sender', '!=', a.user)
    .where('deleted_at', 'is', null),
)

// logs and events

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
    .select(['events.type', 'users.name', 'messages.text'])
    .where('events.log', '=', a.log)
    .where('events.type', 'in', ['member.joined', 'member.left', 'message.created'])
    .orderBy('events.seq', 'desc')
    .limit(a.limit),
)

const TICKET = ['ticket', 'user', 'token_until', 'until'] as const
const USER = ['id', 'name', 'kind', 'info', 'created_at'] as const
const ROOM = ['id', 'type', 'name', 'data', 'key', 'created_at', 'deleted_at'] as const
const MEMBER = ['room', 'user', 'role', 'read_seq', 'joined_at', 'left_seq', 'left_at'] as const
const MESSAGE = [
  'room',
  'seq',
  'id',
  'sender',
  'text',
  'data',
  'reply_to',
  'client_id',
  'created_at',
  'deleted_at',
] as const
const EVENT = ['log', 'seq', 'at', 'type', 'subject', 'actor'] as const

/** A whole row to insert, by its columns' names: the marks of a query have no names to list. */
function columns<R, K extends keyof R>(row: R, names: readonly K[]): Pick<R, K> {
  const out: Partial<R> = {}
  for (const name of names) out[name] = row[name]
  return out as Pick<R, K>
}
