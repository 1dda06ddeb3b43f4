import type { SanctionKind, WordAction } from '../../../protocol/entities.ts'
import type { KeyId, RoomId, SanctionId, UserId, WordListId } from '../../../protocol/ids.ts'

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
