import type { AuditEntry, Sanction } from '../../../protocol/entities.ts'
import type { Whole } from '../../../protocol/whole.ts'
import type { AuditRow, SanctionRow } from './moderation-tables.ts'
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

/** The end of a sanction without an end, in the columns that are compared with the time. */
export const FOREVER = Date.UTC(9999, 11, 31)

/** `forUser`: as the user sees it whom it is about. */
export const toSanction = (
  row: SanctionRow & { readonly user_name: string | null },
  forUser = false,
): Whole<Sanction> => ({
  id: row.id,
  kind: row.kind,
  user: row.user === null ? undefined : { id: row.user, name: row.user_name ?? '' },
  addresses: row.addresses ?? undefined,
  room: row.place === 'server' ? undefined : row.place,
  until: fromNullable(row.until, time),
  reason: row.reason ?? undefined,
  createdAt: time(row.created_at),
  by: forUser ? undefined : row.by,
  endedAt: fromNullable(row.ended_at, time),
  appeal:
    row.appealed_at === null
      ? undefined
      : {
          text: row.appeal ?? '',
          at: time(row.appealed_at),
          outcome: row.outcome ?? undefined,
          note: row.note ?? undefined,
        },
})
