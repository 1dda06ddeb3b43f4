import type { AuditEntry } from '../../../protocol/entities.ts'
import type { Whole } from '../../../protocol/whole.ts'
import type { AuditRow } from './moderation-tables.ts'
import { fromNullable, json, time } from './rows.ts'

export const toAuditEntry = (row: AuditRow): Whole<AuditEntry> => ({
  seq: row.seq,
  at: time(row.at),
  act: row.act,
  by: row.by,
  key: row.key ?? undefined,
  room: row.room ?? undefined,
  user: row.user ?? undefined,
  target: row.target ?? undefined,
  reason: row.reason ?? undefined,
  before: fromNullable(row.before, json),
  after: fromNullable(row.after, json),
})
