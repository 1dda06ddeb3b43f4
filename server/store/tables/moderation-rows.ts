import type {
  AuditEntry,
  Evidence,
  Message,
  MyReport,
  Report,
  Reporter,
  Role,
  Sanction,
  Sender,
  ServerRole,
} from '../../../protocol/entities.ts'
import type { ReportId, UserId } from '../../../protocol/ids.ts'
import type { Whole } from '../../../protocol/whole.ts'
import type {
  AuditRow,
  ReporterRow,
  ReportMessageRow,
  ReportRow,
  SanctionRow,
} from './moderation-tables.ts'
import { fromJson, fromNullable, json, time } from './rows.ts'

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

type JoinedReport = ReportRow & {
  user_name: string
  claimer_name: string | null
  closer_name: string | null
  member_role: Role | null
  server_role: ServerRole | null
}

export const toStoredReport = (row: JoinedReport) => ({
  report: toReport(row),
  role: row.member_role ?? undefined,
  serverRole: row.server_role ?? ('user' as const),
})

const toReport = (row: JoinedReport): Whole<Report> => ({
  id: row.id,
  status: row.status,
  room: row.room ?? undefined,
  user: { id: row.user, name: row.user_name },
  message: row.message === null || row.seq === null ? undefined : { id: row.message, seq: row.seq },
  reason: row.reason,
  reporters: row.reporters,
  createdAt: time(row.created_at),
  claimedBy: sender(row.claimed_by, row.claimer_name),
  claimedAt: fromNullable(row.claimed_at, time),
  closedBy: sender(row.closed_by, row.closer_name),
  closedAt: fromNullable(row.closed_at, time),
  outcome: row.outcome ?? undefined,
  note: row.note ?? undefined,
})

const sender = (id: UserId | null, name: string | null): Sender | undefined =>
  id === null ? undefined : { id, name: name ?? '' }

export const toMyReport = (
  row: Pick<ReportRow, 'id' | 'status' | 'room' | 'user' | 'message'> &
    Pick<ReporterRow, 'reason' | 'at'>,
): Whole<MyReport> => ({
  report: row.id,
  status: row.status === 'closed' ? 'closed' : 'open',
  room: row.room ?? undefined,
  user: row.user,
  message: row.message ?? undefined,
  reason: row.reason,
  createdAt: time(row.at),
})

export const toReporter = (row: ReporterRow & { user_name: string }): Whole<Reporter> => ({
  user: { id: row.user, name: row.user_name },
  reason: row.reason,
  text: row.text ?? undefined,
  at: time(row.at),
})

export const toEvidence = (row: ReportMessageRow & { sender_name: string }): Whole<Evidence> => ({
  message: { id: row.message, seq: row.seq },
  version: row.version,
  sender: { id: row.sender, name: row.sender_name },
  text: row.text,
  data: fromNullable(row.data, json),
  createdAt: time(row.created_at),
  copiedAt: time(row.copied_at),
})

export const toReportMessage = (
  report: ReportId,
  { id, seq, version, sender: { id: by }, text, data, createdAt }: Message,
  now: number,
): ReportMessageRow => ({
  report,
  seq,
  version,
  message: id,
  sender: by,
  text,
  data: fromJson(data),
  created_at: Date.parse(createdAt),
  copied_at: now,
})
