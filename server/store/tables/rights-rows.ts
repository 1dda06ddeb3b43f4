import type { Erasure, Export, LegalHold } from '../../../protocol/entities.ts'
import type { Whole } from '../../../protocol/whole.ts'
import type { ErasureRow, ExportRow, LegalHoldRow } from './rights-tables.ts'
import { fromNullable, time } from './rows.ts'

export const toErasure = (row: ErasureRow): Whole<Erasure> => ({
  id: row.id,
  user: row.user,
  messages: row.messages,
  state: row.state,
  erased: JSON.parse(row.erased) as Erasure['erased'],
  createdAt: time(row.created_at),
  finishedAt: fromNullable(row.finished_at, time),
})

export const toLegalHold = (row: LegalHoldRow): Whole<LegalHold> => ({
  id: row.id,
  user: row.user ?? undefined,
  room: row.room ?? undefined,
  reason: row.reason ?? '',
  createdAt: time(row.created_at),
  by: row.by,
})

export const toExport = (row: ExportRow): Whole<Export> => ({
  id: row.id,
  user: row.user,
  requestedBy: row.requested_by,
  state: row.state,
  files: JSON.parse(row.files) as Export['files'],
  bytes: row.bytes,
  createdAt: time(row.created_at),
  finishedAt: fromNullable(row.finished_at, time),
  until: fromNullable(row.until, time),
})
