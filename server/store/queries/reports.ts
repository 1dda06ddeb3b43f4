import { sql } from 'kysely'
import type { ReportStatus } from '../../../protocol/entities.ts'
import type { ReportId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { ReporterRow, ReportMessageRow, ReportRow } from '../tables/moderation-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

type Db = Parameters<Parameters<typeof query>[0]>[0]
type OfReport = { report: ReportId }
type Page = { status: ReportStatus; after: string; limit: number }

/** A report with the names of its users, and the roles of the reported one. */
const joined = (db: Db) =>
  db
    .selectFrom('reports')
    .innerJoin('users', 'users.id', 'reports.user')
    .leftJoin('members', (j) =>
      j
        .onRef('members.room', '=', 'reports.room')
        .onRef('members.user', '=', 'reports.user')
        .on('members.left_seq', 'is', null),
    )
    .leftJoin('users as claimers', 'claimers.id', 'reports.claimed_by')
    .leftJoin('users as closers', 'closers.id', 'reports.closed_by')
    .selectAll('reports')
    .select([
      'users.name as user_name',
      'users.role as server_role',
      'members.role as member_role',
      'claimers.name as claimer_name',
      'closers.name as closer_name',
    ])

export const report = query((db, a: OfReport) => joined(db).where('reports.id', '=', a.report))

const page = (db: Db, a: Page) =>
  joined(db)
    .where('reports.status', '=', a.status)
    .where('reports.id', '>', a.after as ReportId)
    .orderBy('reports.id')
    .limit(a.limit)

export const reports = query((db, a: Page) => page(db, a))
export const reportsOfRoom = query((db, a: Page & { room: RoomId }) =>
  page(db, a).where('reports.room', '=', a.room),
)

export const lockReport = query((db, a: OfReport) =>
  db.selectFrom('reports').select('id').where('id', '=', a.report).forUpdate(),
)

/** The report of an object that is not closed. */
export const openReport = query((db, a: { key: string }) =>
  db.selectFrom('reports').select('id').where('open_key', '=', a.key),
)

export const insertReport = query((db, a: ReportRow) =>
  db.insertInto('reports').values({ ...columns(a, REPORT) }),
)

export const countReporter = query((db, a: OfReport) =>
  db.updateTable('reports').set({ reporters: sql`reporters + 1` }).where('id', '=', a.report),
)

export const claimReport = query((db, a: OfReport & { by: UserId; at: number }) =>
  db
    .updateTable('reports')
    .set({ status: 'claimed', claimed_by: a.by, claimed_at: a.at })
    .where('id', '=', a.report),
)

export const closeReport = query(
  (db, a: OfReport & Pick<ReportRow, 'outcome' | 'note'> & { by: UserId; at: number }) =>
    db
      .updateTable('reports')
      .set({
        status: 'closed',
        open_key: null,
        closed_by: a.by,
        closed_at: a.at,
        outcome: a.outcome,
        note: a.note,
      })
      .where('id', '=', a.report),
)

export const insertReporter = query((db, a: ReporterRow) =>
  db.insertInto('reporters').values({ ...columns(a, REPORTER) }),
)

const mine = (db: Db, a: { user: UserId }) =>
  db
    .selectFrom('reporters')
    .innerJoin('reports', 'reports.id', 'reporters.report')
    .select([
      'reports.id',
      'reports.status',
      'reports.room',
      'reports.user',
      'reports.message',
      'reporters.reason',
      'reporters.at',
    ])
    .where('reporters.user', '=', a.user)

export const reportOfReporter = query((db, a: OfReport & { user: UserId }) =>
  mine(db, a).where('reporters.report', '=', a.report),
)

/** Backwards: the latest report first. */
export const reportsOfReporter = query((db, a: { user: UserId; before: string; limit: number }) =>
  mine(db, a)
    .where('reporters.report', '<', a.before as ReportId)
    .orderBy('reporters.report', 'desc')
    .limit(a.limit),
)

export const countReportsOf = query((db, a: { user: UserId }) =>
  db
    .selectFrom('reporters')
    .innerJoin('reports', 'reports.id', 'reporters.report')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('reporters.user', '=', a.user)
    .where('reports.closed_at', 'is', null),
)

export const shownReporters = query((db, a: OfReport) =>
  db
    .selectFrom('reporters')
    .innerJoin('users', 'users.id', 'reporters.user')
    .selectAll('reporters')
    .select('users.name as user_name')
    .where('reporters.report', '=', a.report)
    .where('reporters.shown', '=', sql.lit(1))
    .orderBy('reporters.at')
    .orderBy('reporters.user'),
)

export const eraseTextsOfReporters = query((db, a: OfReport) =>
  db.updateTable('reporters').set({ text: null }).where('report', '=', a.report),
)

export const insertReportMessage = query((db, a: ReportMessageRow) =>
  db.insertInto('report_messages').values({ ...columns(a, REPORT_MESSAGE) }),
)

export const reportMessages = query((db, a: OfReport) =>
  db
    .selectFrom('report_messages')
    .innerJoin('users', 'users.id', 'report_messages.sender')
    .selectAll('report_messages')
    .select('users.name as sender_name')
    .where('report_messages.report', '=', a.report)
    .orderBy('report_messages.seq')
    .orderBy('report_messages.version'),
)

export const deleteReportMessages = query((db, a: OfReport) =>
  db.deleteFrom('report_messages').where('report', '=', a.report),
)

export const closedReports = query((db, a: { until: number; limit: number }) =>
  db
    .selectFrom('reports')
    .select('id')
    .where('closed_at', '<', a.until)
    .orderBy('closed_at')
    .limit(a.limit),
)

export const deleteReport = query((db, a: OfReport) =>
  db.deleteFrom('reports').where('id', '=', a.report),
)

export const deleteReporters = query((db, a: OfReport) =>
  db.deleteFrom('reporters').where('report', '=', a.report),
)

/** The staff of a room, the highest roles first. */
export const roomStaff = query((db, a: { room: RoomId; limit: number }) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user')
    .select(['users.id', 'members.role', 'users.role as server_role'])
    .where('members.room', '=', a.room)
    .where('members.left_seq', 'is', null)
    .where('members.role', '!=', 'member')
    .where('users.kind', '!=', 'bot')
    .orderBy(sql`case members.role when 'owner' then 0 when 'admin' then 1 else 2 end`)
    .orderBy('members.joined_seq')
    .orderBy('members.user')
    .limit(a.limit),
)

/** The staff of the server, administrators first. */
export const staffOfServer = query((db, a: { limit: number }) =>
  db
    .selectFrom('users')
    .select(['id', 'role as server_role'])
    .where('role', 'in', ['administrator', 'moderator'])
    .where('deleted_at', 'is', null)
    .orderBy(sql`case role when 'administrator' then 0 else 1 end`)
    .orderBy('id')
    .limit(a.limit),
)

/** What the staff wrote about a user goes, and what a user wrote as the staff. */
export const eraseReportsOfUser = query((db, a: { user: UserId }) =>
  db
    .updateTable('reports')
    .set({ note: null })
    .where((e) => e.or([e('user', '=', a.user), e('closed_by', '=', a.user)])),
)

export const eraseReporter = query((db, a: { user: UserId }) =>
  db.updateTable('reporters').set({ text: null }).where('user', '=', a.user),
)

export const eraseEvidenceOfUser = query((db, a: { user: UserId }) =>
  db.deleteFrom('report_messages').where('sender', '=', a.user),
)

const REPORT = [
  ...(['id', 'open_key', 'room', 'user', 'message', 'seq', 'reason', 'status'] as const),
  ...(['reporters', 'created_at', 'claimed_by', 'claimed_at', 'closed_by'] as const),
  ...(['closed_at', 'outcome', 'note'] as const),
] as const
const REPORTER = ['report', 'user', 'reason', 'text', 'at', 'shown'] as const
const REPORT_MESSAGE = [
  ...(['report', 'seq', 'version', 'message', 'sender', 'text', 'data'] as const),
  ...(['created_at', 'copied_at'] as const),
] as const
