import type { Message, Room, Sender } from '../../../protocol/entities.ts'
import type { InvitationId, Log, MessageId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { CommittedEvent } from '../../../protocol/memberships.ts'
import * as queries from '../queries/queries.ts'
import {
  repliesOf,
  time,
  toInvitation,
  toMember,
  toMessage,
  toPreferences,
  toRoom,
  toUser,
} from '../tables/rows.ts'
import type { Query, Run } from '../tables/statement.ts'
import type { EventRow } from '../tables/tables.ts'
import type { Cursors } from './cursor.ts'

/** Adds the payloads to stored events, from the rows as they are now, in a fixed number of queries. */
export async function hydrateEvents(
  run: Run,
  cursors: Cursors,
  entries: readonly EventRow[],
): Promise<CommittedEvent[]> {
  const rows = await gather(run, entries)
  return entries.map((entry) => {
    const { log, seq, at, type } = entry
    const payload = payloadOf(entry, rows)
    return {
      type,
      log,
      seq,
      cursor: cursors.encode(at),
      at: time(at),
      ...payload,
    } as CommittedEvent
  })
}

/** The rows that events refer to. A missing row is a bug and throws: leaving the event out would make a gap. */
type Rows = {
  readonly message: (entry: EventRow) => Message
  readonly root: (message: Message) => object
  readonly user: (id: UserId | null) => Parameters<typeof toUser>[0]
  readonly member: (room: Log, user: UserId | null) => MemberRow
  readonly room: (log: Log) => Parameters<typeof toRoom>[0]
  readonly follower: (thread: MessageId, user: UserId | null) => FollowerRow | undefined
  readonly invitation: (id: InvitationId) => Parameters<typeof toInvitation>[0]
}
type RowOf<Q> = Q extends Query<infer _, infer R> ? R : never
type MemberRow = RowOf<typeof queries.member>
type FollowerRow = RowOf<typeof queries.follower>

function payloadOf(entry: EventRow, rows: Rows): object {
  const { type, log, subject, actor, detail, ref } = entry
  const sender = (id: UserId | null): Sender => {
    const { id: user, name } = rows.user(id)
    return { id: user, name }
  }
  const messageRef = () => {
    const { id, seq } = rows.message(entry)
    return { id, seq }
  }
  const room = (): Room => ({ ...toRoom(rows.room(log)), seq: entry.seq })
  const member = () => toMember(rows.member(log, subject))
  switch (type) {
    case 'room.created':
    case 'room.updated':
      return { room: room(), by: sender(actor) }
    case 'room.deleted':
      return { by: sender(actor) }
    case 'member.joined':
      return { member: member(), room: room(), by: sender(actor) }
    case 'member.updated':
      return { member: member(), user: toUser(rows.user(subject)), by: sender(actor) }
    case 'member.left':
      return { user: sender(subject), by: sender(actor), memberCount: ref ?? 0 }
    case 'message.created':
    case 'message.updated': {
      const message = rows.message(entry)
      return { message, ...rows.root(message) }
    }
    case 'message.deleted': {
      const message = rows.message(entry)
      return { message, by: sender(actor), ...rows.root(message) }
    }
    case 'message.pinned':
    case 'message.unpinned':
      return { message: messageRef(), by: sender(actor) }
    case 'reaction.added':
    case 'reaction.removed': {
      const { reactions = [] } = rows.message(entry)
      return { message: messageRef(), emoji: detail, user: sender(subject), reactions }
    }
    case 'receipt.read':
      return { room: detail, user: sender(subject), readSeq: ref ?? 0 }
    case 'receipt.delivered':
      return { room: detail, user: sender(subject), deliveredSeq: ref ?? 0 }
    case 'preferences.updated': {
      const { preferences, unread_from } = rows.member(detail as RoomId, subject)
      const unreadFrom = unread_from === null ? {} : { unreadFrom: unread_from }
      return { room: detail, preferences: toPreferences(preferences), ...unreadFrom }
    }
    case 'thread.updated': {
      const { id: thread } = rows.message(entry)
      const row = rows.follower(thread, subject)
      const following = row?.following === 1
      return { room: detail, thread, following, readSeq: row?.read_seq ?? 0 }
    }
    case 'mention.created':
      return { room: detail, message: messageRef(), by: sender(actor) }
    case 'invitation.created':
    case 'invitation.updated':
      return { invitation: toInvitation(rows.invitation(detail as InvitationId)) }
    case 'invitation.deleted':
      return { invitation: detail }
    case 'user.updated':
    case 'user.deleted':
      return { user: toUser(rows.user(subject)) }
    case 'membership.began':
      return { user: subject, room: detail, from: ref }
  }
}

/** The room and seq of the message that an event is about. In a user's log, `detail` is the room. */
function messageKeyOf({ type, log, seq, ref, detail }: EventRow) {
  if (type === 'thread.updated' || type === 'mention.created')
    return { room: detail as RoomId, seq: ref ?? 0 }
  return { room: log as RoomId, seq: ref ?? seq }
}

async function gather(run: Run, entries: readonly EventRow[]): Promise<Rows> {
  const of = (...prefixes: readonly string[]) =>
    entries.filter(({ type }) => prefixes.some((prefix) => type.startsWith(prefix)))
  const messages = await fetch(
    run,
    queries.messageBySeq,
    of('message.', 'reaction.', 'thread.', 'mention.').map(messageKeyOf),
    ({ room, seq }) => `${room} ${seq}`,
  )
  const messagesByKey = new Map([...messages].map(([key, row]) => [key, toMessage(row)]))
  const roots = await fetch(
    run,
    queries.messageById,
    [...messagesByKey.values()].flatMap(({ room, thread }) =>
      thread ? [{ room, id: thread }] : [],
    ),
    ({ id }) => id,
  )
  const users = await fetch(
    run,
    queries.user,
    entries.flatMap(({ subject, actor }) => [subject, actor].flatMap((id) => (id ? [{ id }] : []))),
    ({ id }) => id,
  )
  const members = await fetch(
    run,
    queries.member,
    of('member.', 'preferences.').map(({ type, log, detail, subject }) => ({
      room: (type === 'preferences.updated' ? detail : log) as RoomId,
      user: subject as UserId,
    })),
    ({ room, user }) => `${room} ${user}`,
  )
  const rooms = await fetch(
    run,
    queries.room,
    of('room.', 'member.').map(({ log }) => ({ room: log as RoomId })),
    ({ room }) => room,
  )
  const threads = of('thread.').flatMap((entry) => {
    const { room, seq } = messageKeyOf(entry)
    const root = messagesByKey.get(`${room} ${seq}`)
    return root && entry.subject ? [{ thread: root.id, user: entry.subject }] : []
  })
  const keyOf = ({ thread, user }: { thread: string; user: string | null }) => `${thread} ${user}`
  const followers = await fetch(run, queries.follower, threads, keyOf)
  const invitations = await fetch(
    run,
    queries.invitation,
    of('invitation.').map(({ detail }) => ({ id: detail as InvitationId })),
    ({ id }) => id,
  )
  return {
    message: (entry) => {
      const { room, seq } = messageKeyOf(entry)
      return required(messagesByKey, `${room} ${seq}`)
    },
    root: ({ thread }) => {
      const row = roots.get(thread ?? '')
      const replies = row && repliesOf(row)
      return replies === undefined ? {} : { root: { id: row?.id, seq: row?.seq, replies } }
    },
    user: (id) => required(users, id ?? ''),
    member: (room, user) => required(members, `${room} ${user}`),
    room: (log) => required(rooms, log),
    follower: (thread, user) => followers.get(keyOf({ thread, user })),
    invitation: (id) => required(invitations, id),
  }
}

/** Reads the rows of these keys, each key once. */
async function fetch<A, R>(
  run: Run,
  query: Query<A, R>,
  args: readonly A[],
  keyOf: (args: A) => string,
): Promise<Map<string, R>> {
  const wanted = new Map(args.map((each) => [keyOf(each), each]))
  if (wanted.size === 0) return new Map()
  const rows = await run.many(query, [...wanted.values()])
  return new Map(
    [...wanted.keys()].flatMap((key, i) => {
      const row = rows[i]
      return row === undefined ? [] : [[key, row] as const]
    }),
  )
}

function required<T>(rows: ReadonlyMap<string, T>, key: string): T {
  const row = rows.get(key)
  if (row === undefined) throw new Error(`an event refers to a row that does not exist: ${key}`)
  return row
}
