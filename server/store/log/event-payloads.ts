import {
  AccountChange,
  type Message,
  type Room,
  type Sender,
  SessionEnd,
} from '../../../protocol/entities.ts'
import {
  ExportId,
  IdentityId,
  type InvitationId,
  type JoinRequestId,
  logOf,
  type MessageId,
  ReportId,
  type RequestId,
  type RoomId,
  type SanctionId,
  SessionId,
  SYSTEM,
  type UserId,
} from '../../../protocol/ids.ts'
import type { CommittedEvent } from '../../../protocol/memberships.ts'
import type { Whole } from '../../../protocol/whole.ts'
import type * as queries from '../queries/queries.ts'
import { toSanction } from '../tables/moderation-rows.ts'
import {
  time,
  toConsent,
  toInvitation,
  toJoinRequest,
  toMember,
  toPreferences,
  toRequest,
  toRoom,
  toUser,
} from '../tables/rows.ts'
import type { Query } from '../tables/statement.ts'
import type { EventRow } from '../tables/tables.ts'
import type { EventPayload } from './event-recorder.ts'

/** The rows that events refer to. A missing row is a bug and throws: leaving the event out would make a gap. */
export type Rows = {
  readonly message: (entry: EventRow) => Message
  /** The root of the thread of a message that is a reply. */
  readonly root: (message: Message) => EventPayload<'message.created'>['root']
  readonly user: (id: UserId | null) => RowOf<typeof queries.user>
  readonly member: (room: string, user: UserId | null) => RowOf<typeof queries.member>
  readonly room: (log: string) => RowOf<typeof queries.room>
  readonly follower: (
    thread: MessageId,
    user: UserId | null,
  ) => RowOf<typeof queries.follower> | undefined
  readonly invitation: (id: InvitationId) => RowOf<typeof queries.invitation>
  readonly joinRequest: (id: JoinRequestId) => RowOf<typeof queries.joinRequest>
  readonly sanction: (id: SanctionId) => RowOf<typeof queries.sanction>
  readonly request: (id: RequestId) => RowOf<typeof queries.request>
  /** Undefined if the user keeps the default. */
  readonly consent: (user: UserId | null) => RowOf<typeof queries.consent> | undefined
}
type RowOf<Q> = Q extends Query<infer _, infer R> ? R : never

/** The rows that the payload of an event is read from. The user is always read, and the root with the message. */
export type Need =
  | 'message'
  | 'member'
  | 'room'
  | 'follower'
  | 'invitation'
  | 'joinRequest'
  | 'sanction'
  | 'request'
  | 'consent'
type RowsOf<N extends Need> = Pick<Rows, N | 'user'> &
  ('message' extends N ? Pick<Rows, 'root'> : unknown)

/** The payload of a stored event, from the rows as they are now. */
export const payloadOf = (entry: EventRow, rows: Rows): object =>
  PAYLOADS[entry.type].payload(entry, rows)

export const needs = ({ type }: EventRow, need: Need): boolean =>
  PAYLOADS[type].needs.includes(need)

type Hydrate<T extends CommittedEvent['type']> = {
  readonly needs: readonly Need[]
  readonly payload: (entry: EventRow, rows: Rows) => EventPayload<T>
}

/** A payload that reads these rows only: any other row does not compile. */
const from = <const N extends readonly Need[], P>(
  needs: N,
  payload: (entry: EventRow, rows: RowsOf<N[number]>) => P,
) => ({ needs, payload })

const roomChange = from(['room'], (entry, rows) => ({
  room: roomOf(entry, rows),
  by: sender(rows, entry.actor),
}))

const messageChange = from(['message'], (entry, rows) => {
  const message = rows.message(entry)
  return { message, root: rows.root(message) }
})

const pinChange = from(['message'], (entry, rows) => ({
  message: messageRef(entry, rows),
  by: sender(rows, entry.actor),
}))

const reactionChange = from(['message'], (entry, rows) => ({
  message: messageRef(entry, rows),
  emoji: entry.detail ?? '',
  user: sender(rows, entry.subject),
  reactions: rows.message(entry).reactions ?? [],
}))

/** Without the row, which may be gone when the event is replayed. */
const identityChange = from([], ({ detail }) => ({ identity: IdentityId.parse(detail) }))

const invitationChange = from(['invitation'], (entry, rows) => ({
  invitation: toInvitation(rows.invitation(entry.detail as InvitationId)),
}))

const joinRequestOf = ({ detail }: EventRow, rows: Pick<Rows, 'joinRequest'>) =>
  rows.joinRequest(detail as JoinRequestId)

const joinRequestEnd = (entry: EventRow, rows: Pick<Rows, 'joinRequest'>) => {
  const { id, room } = joinRequestOf(entry, rows)
  return { joinRequest: id, room }
}

const sanctionChange = from(['sanction'], ({ log, detail }, rows) => {
  const row = rows.sanction(detail as SanctionId)
  return { sanction: toSanction(row, log === logOf(row.user ?? SYSTEM)) }
})

const requestEnd = from([], ({ detail }) => ({ request: detail as RequestId }))

const userChange = from([], (entry, rows) => ({
  user: toUser(rows.user(entry.subject)),
}))

/** A type of event that is added to the protocol does not compile until it is here. */
const PAYLOADS: { readonly [T in CommittedEvent['type']]: Hydrate<T> } = {
  'room.created': roomChange,
  'room.updated': roomChange,
  'room.deleted': from([], (entry, rows) => ({ by: sender(rows, entry.actor) })),
  'member.joined': from(['member', 'room'], (entry, rows) => ({
    member: toMember(rows.member(entry.log, entry.subject)),
    room: roomOf(entry, rows),
    by: sender(rows, entry.actor),
  })),
  'member.updated': from(['member'], (entry, rows) => ({
    member: toMember(rows.member(entry.log, entry.subject)),
    user: toUser(rows.user(entry.subject)),
    by: sender(rows, entry.actor),
  })),
  'member.left': from([], (entry, rows) => ({
    user: sender(rows, entry.subject),
    by: sender(rows, entry.actor),
    memberCount: entry.ref ?? 0,
  })),
  'message.created': messageChange,
  'message.updated': messageChange,
  'message.deleted': from(['message'], (entry, rows) => {
    const message = rows.message(entry)
    return { message, by: sender(rows, entry.actor), root: rows.root(message) }
  }),
  'message.pinned': pinChange,
  'message.unpinned': pinChange,
  'reaction.added': reactionChange,
  'reaction.removed': reactionChange,
  'receipt.read': from([], (entry, rows) => ({
    room: entry.detail as RoomId,
    user: sender(rows, entry.subject),
    readSeq: entry.ref ?? 0,
  })),
  'receipt.delivered': from([], (entry, rows) => ({
    room: entry.detail as RoomId,
    user: sender(rows, entry.subject),
    deliveredSeq: entry.ref ?? 0,
  })),
  'preferences.updated': from(['member'], ({ detail, subject }, rows) => {
    const member = rows.member(detail as RoomId, subject)
    return {
      room: detail as RoomId,
      preferences: toPreferences(member),
      unreadFrom: member.unread_from ?? undefined,
    }
  }),
  'thread.updated': from(['message', 'follower'], (entry, rows) => {
    const { id: thread } = rows.message(entry)
    const row = rows.follower(thread, entry.subject)
    const following = row?.following === 1
    return { room: entry.detail as RoomId, thread, following, readSeq: row?.read_seq ?? 0 }
  }),
  'mention.created': from(['message'], (entry, rows) => ({
    room: entry.detail as RoomId,
    message: messageRef(entry, rows),
    by: sender(rows, entry.actor),
  })),
  'invitation.created': invitationChange,
  'invitation.updated': invitationChange,
  'invitation.deleted': from([], ({ detail }) => ({ invitation: detail as InvitationId })),
  'block.created': from([], ({ detail, at }) => ({
    block: { user: detail as UserId, createdAt: time(at) },
  })),
  'block.deleted': from([], ({ detail }) => ({ user: detail as UserId })),
  'sanction.created': sanctionChange,
  'sanction.updated': sanctionChange,
  'sanction.ended': from([], ({ detail }) => ({ sanction: detail as SanctionId })),
  'export.finished': from([], ({ detail }) => ({ export: ExportId.parse(detail) })),
  'joinRequest.created': from(['joinRequest'], (entry, rows) => {
    const row = joinRequestOf(entry, rows)
    // The answer to a later request is only for those who are in the staff at that time.
    const answer = row.created_at === entry.at ? row.answer : null
    return { joinRequest: toJoinRequest({ ...row, answer }) }
  }),
  'joinRequest.accepted': from(['joinRequest'], (entry, rows) => ({
    ...joinRequestEnd(entry, rows),
    by: sender(rows, entry.actor),
  })),
  'joinRequest.declined': from(['joinRequest'], (entry, rows) => ({
    ...joinRequestEnd(entry, rows),
    declinedBy:
      entry.log === logOf(entry.subject as UserId) ? undefined : sender(rows, entry.actor),
  })),
  'joinRequest.deleted': from(['joinRequest'], joinRequestEnd),
  'request.created': from(['request'], ({ detail }, rows) => ({
    request: toRequest(rows.request(detail as RequestId)),
  })),
  'request.accepted': from(['request'], ({ detail }, rows) => ({
    request: detail as RequestId,
    room: rows.request(detail as RequestId).room as RoomId,
  })),
  'request.declined': requestEnd,
  'request.deleted': requestEnd,
  'consent.updated': from(['consent'], ({ subject }, rows) => ({
    consent: toConsent(rows.consent(subject)),
  })),
  // The entry has all of it: a report is deleted some time after it was closed.
  'report.created': from([], ({ detail }) => ({ report: ReportId.parse(detail) })),
  'report.updated': from([], ({ detail }) => ({ report: ReportId.parse(detail) })),
  'user.updated': userChange,
  'user.deleted': userChange,
  'account.updated': from([], ({ detail }) => ({ change: AccountChange.parse(detail) })),
  // The row of the session is gone, so the entry has all of it.
  'session.ended': from([], ({ detail }) => {
    const [reason, session] = (detail ?? '').split(' ')
    return { session: SessionId.optional().parse(session), reason: SessionEnd.parse(reason) }
  }),
  'identity.created': identityChange,
  'identity.deleted': identityChange,
  // A reader's version of a hidden event. It is in no log.
  'event.skipped': from([], () => ({})),
  'membership.began': from([], ({ subject, detail, ref }) => ({
    user: subject as UserId,
    room: detail as RoomId,
    from: ref ?? 0,
  })),
}

function sender(rows: Pick<Rows, 'user'>, user: UserId | null): Whole<Sender> {
  const { id, name } = rows.user(user)
  return { id, name }
}

function messageRef(entry: EventRow, rows: Pick<Rows, 'message'>) {
  const { id, seq } = rows.message(entry)
  return { id, seq }
}

/** The room with the seq of the event, because its later events have not been replayed yet. */
const roomOf = ({ log, seq }: EventRow, rows: Pick<Rows, 'room'>): Whole<Room> => ({
  ...toRoom(rows.room(log)),
  seq,
})
