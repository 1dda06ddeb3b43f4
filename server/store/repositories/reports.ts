import type {
  Message,
  MyReport,
  Report,
  ReportDetails,
  ReportOutcome,
  ReportReason,
  ReportStatus,
  Sender,
} from '../../../protocol/entities.ts'
import {
  logOf,
  newId,
  type ReportId,
  type RoomId,
  SYSTEM,
  type UserId,
} from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type {
  NewReporter,
  PageOf,
  PageRequest,
  ReportedObject,
  ReportsRead,
  ReportsWrite,
  StaffUser,
  StoredReport,
} from '../../domain/ports.ts'
import type { EventPayload, EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import {
  toEvidence,
  toMyReport,
  toReporter,
  toReportMessage,
  toStoredReport,
} from '../tables/moderation-rows.ts'
import type { Run } from '../tables/statement.ts'
import { pageOf } from './paging.ts'

export class ReportsReader implements ReportsRead {
  constructor(protected readonly run: Run) {}

  async get(report: ReportId): Promise<StoredReport | undefined> {
    const row = await this.run.first(queries.report, { report })
    return row && toStoredReport(row)
  }

  async details({ id: report }: Report): Promise<Omit<ReportDetails, 'report'>> {
    const reporters = await this.run.all(queries.shownReporters, { report })
    const evidence = await this.run.all(queries.reportMessages, { report })
    return { reporters: reporters.map(toReporter), evidence: evidence.map(toEvidence) }
  }

  async list(
    status: ReportStatus,
    room: RoomId | undefined,
    { after = '', limit }: PageRequest,
  ): Promise<PageOf<StoredReport>> {
    const page = { status, after, limit: limit + 1 }
    const rows = await (room === undefined
      ? this.run.all(queries.reports, page)
      : this.run.all(queries.reportsOfRoom, { ...page, room }))
    return pageOf(rows, limit, rows.map(toStoredReport), ({ id }) => id)
  }

  async ofReporter(
    user: UserId,
    { after: before = '~', limit }: PageRequest,
  ): Promise<PageOf<MyReport>> {
    const page = { user, before, limit: limit + 1 }
    const rows = await this.run.all(queries.reportsOfReporter, page)
    return pageOf(rows, limit, rows.map(toMyReport), ({ id }) => id)
  }

  async countOf(user: UserId): Promise<number> {
    return Number((await this.run.first(queries.countReportsOf, { user }))?.count ?? 0)
  }

  async staff(room: RoomId | undefined): Promise<readonly StaffUser[]> {
    const limit = LIMITS.staffPerReport
    const ofServer = await this.run.all(queries.staffOfServer, { limit })
    const ofRoom = room === undefined ? [] : await this.run.all(queries.roomStaff, { room, limit })
    const found = [...ofRoom, ...ofServer.map((row) => ({ ...row, role: undefined }))]
    return found.map(({ id, role, server_role }) => ({
      id,
      role,
      serverRole: server_role ?? ('user' as const),
    }))
  }
}

export class ReportsWriter extends ReportsReader implements ReportsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async pending(object: ReportedObject): Promise<Report | undefined> {
    const found = await this.run.first(queries.openReport, { key: keyOf(object) })
    const report = found && (await this.lock(found.id))?.report
    return report?.status === 'closed' ? undefined : report
  }

  async mine(report: ReportId, user: UserId): Promise<MyReport | undefined> {
    const row = await this.run.first(queries.reportOfReporter, { report, user })
    return row && toMyReport(row)
  }

  async create(object: ReportedObject, reason: ReportReason): Promise<Report> {
    const id = newId<ReportId>('rpt', this.recorder.at)
    const row = {
      id,
      open_key: keyOf(object),
      room: object.room ?? null,
      user: object.user.id,
      message: object.message?.id ?? null,
      seq: object.message?.seq ?? null,
      reason,
      status: 'open',
      reporters: 0,
      created_at: this.recorder.at,
      ...{ claimed_by: null, claimed_at: null, closed_by: null, closed_at: null },
      ...{ outcome: null, note: null },
    } as const
    await this.recorder.write(queries.insertReport, row)
    const names = { claimer_name: null, closer_name: null, user_name: object.user.name }
    return toStoredReport({ ...row, ...names, member_role: null, server_role: null }).report
  }

  async addReporter(report: Report, { user, reason, text }: NewReporter): Promise<MyReport> {
    const isShown = report.reporters < LIMITS.reportersShown
    const row = {
      report: report.id,
      user: user.id,
      reason,
      text: isShown ? (text ?? null) : null,
      at: this.recorder.at,
      shown: isShown ? 1 : null,
    }
    if (report.reporters < LIMITS.reportersPerReport) {
      await this.recorder.write(queries.insertReporter, row)
      await this.recorder.write(queries.countReporter, { report: report.id })
    }
    const { id, status, room = null, message } = report
    return toMyReport({
      ...{ id, status, room, user: report.user.id, message: message?.id ?? null },
      ...{ reason, at: row.at },
    })
  }

  async addEvidence(report: ReportId, messages: readonly Message[]): Promise<void> {
    const known = await this.run.all(queries.reportMessages, { report })
    for (const message of messages) {
      const versions = known.filter(({ seq }) => seq === message.seq)
      if (versions.some(({ version }) => version === message.version)) continue
      if (versions.length < LIMITS.evidenceVersions) await this.#copy(report, message)
    }
  }

  async #copy(report: ReportId, message: Message): Promise<void> {
    const row = toReportMessage(report, message, this.recorder.at)
    await this.recorder.write(queries.insertReportMessage, row)
  }

  async lock(report: ReportId): Promise<StoredReport | undefined> {
    await this.run.first(queries.lockReport, { report })
    return this.get(report)
  }

  async claim({ id: report }: Report, by: Sender): Promise<void> {
    await this.recorder.write(queries.claimReport, { report, by: by.id, at: this.recorder.at })
  }

  async close(
    { id: report }: Report,
    by: Sender,
    outcome: ReportOutcome,
    note: string | undefined,
  ): Promise<void> {
    const end = { report, by: by.id, at: this.recorder.at, outcome, note: note ?? null }
    await this.recorder.write(queries.closeReport, end)
    await this.recorder.write(queries.deleteReportMessages, { report })
    await this.recorder.write(queries.eraseTextsOfReporters, { report })
  }

  /** The actor is the system: the staff learns who has reported from the report alone. */
  async publishCreated({ id: report }: Report, to: Iterable<UserId>): Promise<void> {
    await this.#record('report.created', SYSTEM, report, { report }, to)
  }

  async publishUpdated({ id: report }: Report, by: UserId, to: Iterable<UserId>): Promise<void> {
    await this.#record('report.updated', by, report, { report }, to)
  }

  async deleteClosed(limit: number): Promise<boolean> {
    const until = this.recorder.at - LIMITS.closedReportMs
    const found = await this.run.all(queries.closedReports, { until, limit })
    for (const { id: report } of found) {
      await this.recorder.write(queries.deleteReporters, { report })
      await this.recorder.write(queries.deleteReport, { report })
    }
    return found.length === limit
  }

  /** Logs are locked in the same order on every node, which prevents deadlocks. */
  async #record<T extends 'report.created' | 'report.updated'>(
    type: T,
    actor: UserId,
    detail: string,
    payload: EventPayload<T>,
    to: Iterable<UserId>,
  ): Promise<void> {
    for (const user of [...new Set(to)].filter((user) => user !== SYSTEM).sort())
      await this.recorder.record(logOf(user), type, { subject: user, actor, detail }, payload)
  }
}

/** What is unique of an object. Ids have no spaces. */
const keyOf = ({ user, room, message }: ReportedObject): string =>
  message === undefined ? `${user.id} ${room ?? ''}` : message.id
