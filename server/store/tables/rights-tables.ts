import type { ErasureId, LegalHoldId, RoomId, UserId } from '../../../protocol/ids.ts'

/** The tables of the rights to data. */
export type RightsTables = {
  erasures: ErasureRow
  legal_holds: LegalHoldRow
}

/** The erasure of a user, and its receipt. `erased` is JSON: counts by table. */
export type ErasureRow = {
  id: ErasureId
  user: UserId
  messages: 'keep' | 'delete'
  state: 'waiting' | 'running' | 'done'
  erased: string
  created_at: number
  finished_at: number | null
}

/** A legal hold on a user or a room. `ended_at`: null while it is in force. `reason`: null when its user was erased. */
export type LegalHoldRow = {
  id: LegalHoldId
  user: UserId | null
  room: RoomId | null
  reason: string | null
  by: UserId
  created_at: number
  ended_at: number | null
}
