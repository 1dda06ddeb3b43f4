import type { ErasureId, ExportId, LegalHoldId, RoomId, UserId } from '../../../protocol/ids.ts'

/** The tables of the rights to data. */
export type RightsTables = {
  erasures: ErasureRow
  legal_holds: LegalHoldRow
  exports: ExportRow
  export_parts: ExportPartRow
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

/** The export of a user, and its receipt. `files` is JSON: rows by file. `until`: when its parts are deleted. */
export type ExportRow = {
  id: ExportId
  user: UserId
  requested_by: 'user' | 'app'
  state: 'waiting' | 'running' | 'ready' | 'over'
  files: string
  bytes: number
  created_at: number
  finished_at: number | null
  until: number | null
}

/**
 * A part of a file: compressed, in base64. `crc` and `size`: of the file up to here, before it was compressed. `last`:
 * 1 if the file ends with it.
 */
export type ExportPartRow = {
  export: ExportId
  number: number
  file: string
  crc: number
  size: number
  last: number
  bytes: string
}
