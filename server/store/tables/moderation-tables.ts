import type { KeyId, RoomId, UserId } from '../../../protocol/ids.ts'

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
