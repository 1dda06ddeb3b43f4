import type { Role, RoomType, ServerRole, UserKind } from '../../../protocol/entities.ts'
import type { KeyId, Log, MessageId, RoomId, SessionId, UserId } from '../../../protocol/ids.ts'
import type { CommittedEvent } from '../../../protocol/memberships.ts'
import type {
  AccountRow,
  ChallengeRow,
  IdentityRow,
  LinkRow,
  MailCountRow,
  PasskeyRow,
  RecoveryCodeRow,
  RefreshTokenRow,
  SecondFactorRow,
  SessionRow,
  SignInAttemptRow,
} from './account-tables.ts'
import type {
  BlockRow,
  ConsentRow,
  InvitationRow,
  JoinRequestRow,
  RequestRow,
} from './consent-tables.ts'
import type { ImportedRow } from './import-table.ts'
import type { JobRow } from './job-table.ts'
import type {
  AuditRow,
  ReporterRow,
  ReportMessageRow,
  ReportRow,
  RightsTables,
  SanctionRow,
  WordListRow,
} from './moderation-tables.ts'
import type { QuotasRow, UsageRow } from './usage-tables.ts'

/** The tables and their rows. Times are ms of the epoch, by the clock of the store. JSON is stored as text. */
export type Tables = RightsTables & {
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
  join_requests: JoinRequestRow
  requests: RequestRow
  consent: ConsentRow
  presence: PresenceRow
  api_keys: KeyRow
  usage: UsageRow
  quotas: QuotasRow
  jobs: JobRow
  accounts: AccountRow
  sessions: SessionRow
  refresh_tokens: RefreshTokenRow
  second_factors: SecondFactorRow
  recovery_codes: RecoveryCodeRow
  passkeys: PasskeyRow
  challenges: ChallengeRow
  links: LinkRow
  audit: AuditRow
  sanctions: SanctionRow
  blocks: BlockRow
  reports: ReportRow
  reporters: ReporterRow
  report_messages: ReportMessageRow
  word_lists: WordListRow
  identities: IdentityRow
  sign_in_attempts: SignInAttemptRow
  mail_counts: MailCountRow
  imported: ImportedRow
}

/** A value that all nodes on a database share. */
export type SettingRow = { name: string; value: string }

/** `token_until`: when the token that the ticket stands for ends; `until`: when the ticket itself ends. */
export type TicketRow = {
  ticket: string
  user: UserId
  token_until: number
  until: number
  session: SessionId | null
}

export type UserRow = {
  id: UserId
  name: string
  kind: UserKind
  info: string | null
  handle: string | null
  /** What is unique of the handle. */
  handle_key: string | null
  locale: string | null
  time_zone: string | null
  created_at: number
  /** The row of a deleted user stays, because messages still refer to it. */
  deleted_at: number | null
  /** The time of the token, or of the app's command, that set the name last. */
  named_at: number | null
  /** The role on the whole server; null is `user`. */
  role: Exclude<ServerRole, 'user'> | null
  /** The ends of a mute and of a ban on the whole server, which may be over. */
  muted_until: number | null
  banned_until: number | null
  /** Until when only the user and the staff see the user's messages; it may be over. */
  shadow_banned: number | null
}

export type RoomRow = {
  id: RoomId
  type: RoomType
  name: string | null
  data: string | null
  /** A unique name of a room that can exist once: the pair of users of a dm, or the lobby. */
  key: string | null
  created_at: number
  deleted_at: number | null
  topic: string | null
  /** The features that differ from those of the room's type. */
  features: string | null
  archived_at: number | null
  read_only: number
  /** 1 where members see only messages that were sent since they joined. */
  only_joined: number
  member_count: number
  /** 1 where users join on request. */
  by_request: number
  question: string | null
  /** 1 where users who are not members see only the name. */
  name_only: number
  /** After how many seconds its messages disappear. */
  keep_seconds: number | null
  /** 1 for a quick room. */
  quick: number | null
  /** The pause between two messages of a member, in seconds; null where there is none. */
  slow_seconds: number | null
  /** Changes with every change of the room's word lists; null where there are none. */
  words_version: string | null
}

/** The row of a member who left stays, with the seq and the time of leaving. */
export type MemberRow = {
  room: RoomId
  user: UserId
  role: Role
  read_seq: number
  joined_at: number
  left_seq: number | null
  left_at: number | null
  joined_seq: number
  /** The read pointer as other members know it. */
  shown_seq: number
  delivered_seq: number
  unread_from: number | null
  preferences: string | null
  /** 1 where another user added the member. */
  added: number | null
  /** The room is hidden until it has a message after this seq. */
  hidden_seq: number | null
  /** 1 in a dm whose other user has blocked this one: what this one writes there is hidden. */
  blocked: number | null
  /** The end of a mute in this room, which may be over. */
  muted_until: number | null
  /** When the member last sent a message in slow mode, and its seq. */
  sent_at: number | null
  sent_seq: number | null
}

/** A message's text is stored in this table only. */
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
  /** 1 or null, as is `in_room`: null takes no space in the common row. */
  system: number | null
  /** 1: silent; 2: hidden; 3: both. So an index of the unread messages has no column for hidden ones. */
  silent: number | null
  /** The root message of the thread, where the message is a reply. */
  thread: MessageId | null
  in_room: number | null
  replies: number | null
  last_reply_seq: number | null
  last_reply_at: number | null
  mentions: string | null
  /** When the message disappears. */
  expires_at: number | null
  /** The number of reactions by emoji, in the order of first use: a summary of the rows of `reactions`. */
  reactions: string | null
  pinned_at: number | null
  /**
   * 1: only the sender and the staff see the message. A time: the same, since an edit at that time; to all others the
   * message is deleted.
   */
  hidden: number | null
  /** What only some see of the message, as JSON. */
  hidden_parts: string | null
}

/** An earlier text of a message. In `trash`, the text of a deleted message, which can be restored until `at`. */
export type VersionRow = {
  room: RoomId
  seq: number
  version: number
  text: string
  data: string | null
  at: number
}

/** `hidden`: 1 if only the user and the staff see it. */
export type ReactionRow = {
  room: RoomId
  seq: number
  emoji: string
  user: UserId
  at: number
  hidden: number | null
}

export type PinRow = { room: RoomId; seq: number; at: number }

/** The read pointer of a member moved to `seq`. */
export type ReadRow = { room: RoomId; user: UserId; seq: number; at: number }

export type FollowerRow = {
  thread: MessageId
  user: UserId
  room: RoomId
  following: number
  read_seq: number
}

export type MentionRow = { user: UserId; message: MessageId; room: RoomId; seq: number }

export type PresenceRow = {
  user: UserId
  state: 'online' | 'away' | 'invisible'
  status: string | null
  last_seen_at: number | null
}

/** `hash` is that of the key; the key itself is not stored. `scopes` is JSON. */
export type KeyRow = {
  id: KeyId
  hash: string
  prefix: string
  name: string
  scopes: string
  created_at: number
  last_used_at: number | null
}

/** The counter of a log: its last seq, and the time of that event. */
export type LogRow = { log: Log; seq: number; at: number }

/**
 * An event without its payload: `subject` is the user whom it concerns, `actor` the user who caused it,
 * `ref` the seq of the message that it is about (a new message's row has the event's own seq), and `detail`
 * a value that no other row contains. The payload is read from the other rows when the event is replayed.
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
  /** 1: only some members receive the event. 2: to all others the message is deleted. */
  hidden: number | null
}
