import type { Role, RoomType, UserKind } from '../../protocol/entities.ts'
import type { EventType } from '../../protocol/events.ts'
import type { Log, MessageId, RoomId, UserId } from '../../protocol/ids.ts'

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
}

/** The counter of a log: its last seq, and when it was taken. */
export type LogRow = { log: Log; seq: number; at: number }

/**
 * Thin: `subject` is the user that it concerns, `actor` the user who did it; a message's row has the
 * event's own seq. Everything else is read from the rows when the event is told again.
 */
export type EventRow = {
  log: Log
  seq: number
  at: number
  type: EventType
  subject: UserId | null
  actor: UserId | null
}
