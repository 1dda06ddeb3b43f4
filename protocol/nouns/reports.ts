import * as z from 'zod'
import { MessageId, ReportId, RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Data, Line } from '../text.ts'
import { event } from './event.ts'
import { MessageRef } from './message.ts'
import { after, count, Limit, Sender, Time } from './shared.ts'

export const ReportReason = z
  .enum(['spam', 'abuse', 'hate', 'sexual', 'violence', 'self_harm', 'illegal', 'other'])
  .meta({ id: 'ReportReason' })

export type ReportReason = z.infer<typeof ReportReason>

export const ReportStatus = z.enum(['open', 'claimed', 'closed']).meta({ id: 'ReportStatus' })

export type ReportStatus = z.infer<typeof ReportStatus>

export const ReportOutcome = z
  .enum(['dismissed', 'warned', 'sanctioned', 'deleted'])
  .meta({ id: 'ReportOutcome' })

export type ReportOutcome = z.infer<typeof ReportOutcome>

export const Report = z
  .object({
    id: ReportId,
    status: ReportStatus,
    room: RoomId.optional(),
    user: Sender,
    message: MessageRef.optional(),
    reason: ReportReason,
    reporters: count,
    createdAt: Time,
    claimedBy: Sender.optional(),
    claimedAt: Time.optional(),
    closedBy: Sender.optional(),
    closedAt: Time.optional(),
    outcome: ReportOutcome.optional(),
    note: z.string().optional(),
  })
  .meta({
    id: 'Report',
    description:
      'A report of a message or of a user, for the staff. `user`: who is reported. `reason`: that of the first reporter; `reporters`: how many users have reported the same. The server itself reports messages that it flags.',
  })

export type Report = Readonly<z.infer<typeof Report>>

export const Reporter = z
  .object({ user: Sender, reason: ReportReason, text: z.string().optional(), at: Time })
  .meta({
    id: 'Reporter',
    description: 'Who has reported, and why. The text is erased when the report is closed.',
  })

export type Reporter = Readonly<z.infer<typeof Reporter>>

export const Evidence = z
  .object({
    message: MessageRef,
    version: z.int().min(1),
    sender: Sender,
    text: z.string(),
    data: Data.optional(),
    createdAt: Time,
    copiedAt: Time,
  })
  .meta({
    id: 'Evidence',
    description:
      'A message as it was at the time of a report: the reported one, or one shortly before or after it. It is erased when the report is closed.',
  })

export type Evidence = Readonly<z.infer<typeof Evidence>>

export const ReportDetails = z
  .object({ report: Report, reporters: z.array(Reporter), evidence: z.array(Evidence) })
  .meta({
    id: 'ReportDetails',
    description: `A report with its first ${LIMITS.reportersShown} reporters and its evidence, in the order of the room.`,
  })

export type ReportDetails = Readonly<z.infer<typeof ReportDetails>>

export const MyReport = z
  .object({
    report: ReportId,
    status: z.enum(['open', 'closed']),
    room: RoomId.optional(),
    user: UserId,
    message: MessageId.optional(),
    reason: ReportReason,
    createdAt: Time,
  })
  .meta({ id: 'MyReport', description: 'A report of the caller. The outcome is for the staff.' })

export type MyReport = Readonly<z.infer<typeof MyReport>>

const ofReport = z.strictObject({ report: ReportId })

const AfterReport = after(/^rpt_[0-9a-z]{26}$/)

const ONE = 'Exactly one of `message` and `user`.'

const ofStaff = {
  'reports.list': {
    method: 'GET',
    path: '/reports',
    summary:
      'List the reports with a status, the oldest first: of a room for its staff, or of all rooms for the staff of the server',
    input: z.strictObject({
      room: RoomId.optional(),
      status: ReportStatus.default('open'),
      after: AfterReport,
      limit: Limit,
    }),
    output: z.object({ reports: z.array(Report), next: z.string().optional() }),
    status: 200,
  },
  'reports.get': {
    method: 'GET',
    path: '/reports/:report',
    summary: 'Get a report with its reporters and its evidence; for the staff',
    input: ofReport,
    output: ReportDetails,
    status: 200,
  },
  'reports.claim': {
    method: 'POST',
    path: '/reports/:report/claim',
    summary:
      'Claim a report, so that nobody else of the staff works on it; with `takeOver` also one that another has claimed',
    input: ofReport.extend({ takeOver: z.boolean().default(false) }),
    output: Report,
    status: 200,
  },
  'reports.close': {
    method: 'POST',
    path: '/reports/:report/close',
    summary:
      'Close a report with its outcome; its evidence and the texts of its reporters are erased',
    input: ofReport.extend({
      outcome: ReportOutcome,
      note: Line(LIMITS.reportTextLength).describe('For the staff only.').optional(),
    }),
    output: Report,
    status: 200,
  },
} as const

export const REPORT_COMMANDS = {
  'reports.create': op({
    method: 'POST',
    path: '/reports',
    asker: 'user',
    // Up to twice `LIMITS.staffPerReport` users receive an event.
    cost: 5,
    spends: ['textBytesPerDay', 'eventsPerDay'],
    countsAsOne: true,
    summary:
      'Report a message or a user to the staff; a repeated report is the same one, until it is closed',
    input: z
      .strictObject({
        message: MessageId.describe(ONE).optional(),
        user: UserId.describe(ONE).optional(),
        room: RoomId.describe('Where the user has given reason for the report.').optional(),
        reason: ReportReason,
        text: Line(LIMITS.reportTextLength).optional(),
      })
      .refine(({ message, user }) => (message === undefined) !== (user === undefined), {
        message: 'must have one of message and user',
      })
      .refine(({ message, room }) => message === undefined || room === undefined, {
        message: 'may have a room only with a user',
      }),
    output: MyReport,
    status: [201, 200],
  }),
  'reports.listMine': op({
    method: 'GET',
    path: '/reports/mine',
    asker: 'user',
    summary: 'List the reports of the caller, the latest first',
    input: z.strictObject({ after: AfterReport, limit: Limit }),
    output: z.object({ reports: z.array(MyReport), next: z.string().optional() }),
    status: 200,
  }),
  'reports.list': op({ ...ofStaff['reports.list'], asker: 'user', cost: 5 }),
  'reports.get': op({ ...ofStaff['reports.get'], asker: 'user' }),
  'reports.claim': op({ ...ofStaff['reports.claim'], asker: 'user', spends: ['eventsPerDay'] }),
  'reports.close': op({
    ...ofStaff['reports.close'],
    asker: 'user',
    spends: ['textBytesPerDay', 'eventsPerDay'],
  }),
} as const

export const REPORT_APP_COMMANDS = {
  'reports.list': op({ ...ofStaff['reports.list'], asker: 'app', scope: 'moderation:read' }),
  'reports.get': op({ ...ofStaff['reports.get'], asker: 'app', scope: 'moderation:read' }),
  'reports.claim': op({ ...ofStaff['reports.claim'], asker: 'app', scope: 'moderation:write' }),
  'reports.close': op({ ...ofStaff['reports.close'], asker: 'app', scope: 'moderation:write' }),
} as const

export const REPORT_EVENTS = {
  'report.created': event(
    'report.created',
    { report: ReportId },
    `Something was reported. The events of a report are in the logs of the staff of the room and of the server who can see it: of at most ${LIMITS.staffPerReport} each.`,
  ),
  'report.updated': event(
    'report.updated',
    { report: ReportId },
    'A report was claimed or closed: read it again. The first reporters receive that it was closed, too.',
  ),
} as const
