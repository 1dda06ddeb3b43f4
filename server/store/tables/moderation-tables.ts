import type {
  ReportOutcome,
  ReportReason,
  ReportStatus,
  SanctionKind,
  WordAction,
} from '../../../protocol/entities.ts'
import type {
  KeyId,
  MessageId,
  ReportId,
  RoomId,
  SanctionId,
  UserId,
  WordListId,
} from '../../../protocol/ids.ts'
/**
 * A report of `user`, perhaps for the message at `seq`. `open_key` is the object's, until the report is closed: an object
 * has one report at a time.
 */
export type ReportRow = {
  id: ReportId
  open_key: string | null
  room: RoomId | null
  user: UserId
  message: MessageId | null
  seq: number | null
  reason: ReportReason
  status: ReportStatus
  reporters: number
  created_at: number
  claimed_by: UserId | null
  claimed_at: number | null
  closed_by: UserId | null
  closed_at: number | null
  outcome: ReportOutcome | null
  note: string | null
}
/** `shown`: 1 for the first reporters, whose texts the staff sees. */
export type ReporterRow = {
  report: ReportId
  user: UserId
  reason: ReportReason
  text: string | null
  at: number
  shown: number | null
}
/** A copy of a message, as evidence of a report. */
export type ReportMessageRow = {
  report: ReportId
  seq: number
  version: number
  message: MessageId
  sender: UserId
  text: string
  data: string | null
  created_at: number
  copied_at: number
}
export type { RightsTables } from './rights-tables.ts'

/** An act of staff. `before` and `after` are JSON. Rows are added only; an erasure empties their texts. */
export type AuditRow = {
  seq: number
  at: number
  act: string
  by: UserId
  key: KeyId | null
  room: RoomId | null
  user: UserId | null
  target: string | null
  reason: string | null
  before: string | null
  after: string | null
}

/**
 * A ban or mute of a user, or a ban of a network, in a room or on the server (`place`). `until`: null if it has no end.
 * `ended_at`: when it was lifted or replaced. The row stays, because events refer to it.
 */
export type SanctionRow = {
  id: SanctionId
  kind: SanctionKind
  place: RoomId | 'server'
  user: UserId | null
  addresses: string | null
  until: number | null
  reason: string | null
  by: UserId
  created_at: number
  ended_at: number | null
  appeal: string | null
  appealed_at: number | null
  outcome: 'upheld' | 'lifted' | null
  note: string | null
}

/** `room` is '' for a list of the whole server. `words` is JSON. */
export type WordListRow = {
  id: WordListId
  room: RoomId | ''
  name: string
  action: WordAction
  words: string
  created_at: number
  updated_at: number
}
