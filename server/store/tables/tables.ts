import type { Role, RoomType, UserKind } from '../../../protocol/entities.ts'
import type { InvitationId, KeyId, Log, MessageId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { CommittedEvent } from '../../../protocol/memberships.ts'

/** Times are ms of the epoch, by the clock of the store. JSON is text. */
export type Tables = {
  settings: SettingRow
  tickets: TicketRow
  users: UserRow
  rooms: RoomRow
  members: MemberRow
  messages: MessageRow
  logs: LogRow
  events: EventRow
  versions: VersionRow
  trash: VersionRow
  reactions: ReactionRow
  pins: PinRow
  reads: ReadRow
  followers: FollowerRow
  mentions: MentionRow
  invitations: InvitationRow
  presence: PresenceRow
  api_keys: KeyRow
}

/** What all nodes on a database must agree on. */
export type SettingRow = { name: string; value: string }

/** `token_until`: when the way in ends that it was given for; `until`: when it itself does. */
export type TicketRow = { ticket: string; user: UserId; token_until: number; until: number }

export type UserRow = {
  id: UserId
  name: string
  kind: UserKind
  info: string | null
  created_at: number
  /** Its messages still speak of it: the row stays when its user was deleted. */
  deleted_at: number | null
  /** When the token was issued, or the app's command given, that named it last. */
  named_at: number | null
}

export type RoomRow = {
  id: RoomId
  type: RoomType
  name: string | null
  data: string | null
  /** What there may be one room of: a pair of people, the lobby. */
  key: string | null
  created_at: number
  deleted_at: number | null
  topic: string | null
  /** Where the room differs from its type. */
  features: string | null
  archived_at: number | null
  read_only: number
  /** Members see what was said since they joined, and no more. */
  only_joined: number
  member_count: number
}

/** One row for as long as anybody remembers: who left keeps it, with where and when. */
export type MemberRow = {
  room: RoomId
  user: UserId
  role: Role
  read_seq: number
  joined_at: number
  left_seq: number | null
  left_at: number | null
  joined_seq: number
  /** How far others know that the member has read. */
  shown_seq: number
  delivered_seq: number
  unread_from: number | null
  preferences: string | null
}

/** The only place where a message's text stands. */
export type MessageRow = {
  room: RoomId
  seq: number
  id: MessageId
  sender: UserId
  text: string
  data: string | null
  reply_to: MessageId | null
  client_id: string | null
  created_at: number
  deleted_at: number | null
  version: number
  edited_at: number | null
  /** 1 or null, as the next two of its kind: the common row holds nothing. */
  system: number | null
  silent: number | null
  /** The root below which it was said. */
  thread: MessageId | null
  in_room: number | null
  replies: number | null
  last_reply_seq: number | null
  last_reply_at: number | null
  mentions: string | null
  /** How many used which emoji, in the order of first use: what the rows of `reactions` say. */
  reactions: string | null
  pinned_at: number | null
}

/** A text that a message had; in the trash, until `at`. */
export type VersionRow = {
  room: RoomId
  seq: number
  version: number
  text: string
  data: string | null
  at: number
}

export type ReactionRow = { room: RoomId; seq: number; emoji: string; user: UserId; at: number }

export type PinRow = { room: RoomId; seq: number; at: number }

/** A read pointer came to `seq`. */
export type ReadRow = { room: RoomId; user: UserId; seq: number; at: number }

export type FollowerRow = {
  thread: MessageId
  user: UserId
  room: RoomId
  following: number
  read_seq: number
}

export type MentionRow = { user: UserId; message: MessageId; room: RoomId; seq: number }

/** `code`: only its hash. Its row stays when it has ended: its log still speaks of it. */
export type InvitationRow = {
  id: InvitationId
  room: RoomId
  by: UserId
  user: UserId | null
  code: string | null
  uses: number
  max_uses: number | null
  expires_at: number | null
  created_at: number
  ended_at: number | null
}

export type PresenceRow = {
  user: UserId
  state: 'online' | 'away' | 'invisible'
  status: string | null
  last_seen_at: number | null
}

/** `hash`: of the key itself, which is kept nowhere. `scopes`: JSON. */
export type KeyRow = {
  id: KeyId
  hash: string
  prefix: string
  name: string
  scopes: string
  created_at: number
  last_used_at: number | null
}

/** The counter of a log: its last seq, and when it was taken. */
export type LogRow = { log: Log; seq: number; at: number }

/**
 * Thin: `subject` is the user that it concerns, `actor` the user who did it, `ref` the seq of the
 * message that it is about (a new message's row has the event's own seq), `detail` what no row says.
 * Everything else is read from the rows when the event is told again.
 */
export type EventRow = {
  log: Log
  seq: number
  at: number
  type: CommittedEvent['type']
  subject: UserId | null
  actor: UserId | null
  ref: number | null
  detail: string | null
}
