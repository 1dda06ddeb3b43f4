import type {
  Message,
  MyReport,
  Report,
  ReportDetails,
  ReportOutcome,
  ReportReason,
  ReportStatus,
  Role,
  Sender,
  ServerRole,
} from '../../../protocol/entities.ts'
import type { ReportId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../paging.ts'

/** A report, and the roles of the reported user now: in the room of the report, and on the server. */
export type StoredReport = {
  readonly report: Report
  readonly role: Role | undefined
  readonly serverRole: ServerRole
}

/** A user of the staff, for whom an event can be. `role`: in the room of the report. */
export type StaffUser = {
  readonly id: UserId
  readonly role: Role | undefined
  readonly serverRole: ServerRole
}

export interface ReportsRead {
  get(id: ReportId): Promise<StoredReport | undefined>
  details(report: Report): Promise<Omit<ReportDetails, 'report'>>
  /** Those with a status, the oldest first, of a room or of everywhere. */
  list(
    status: ReportStatus,
    room: RoomId | undefined,
    page: PageRequest,
  ): Promise<PageOf<StoredReport>>
  /** The reports of a reporter, the latest first. */
  ofReporter(user: UserId, page: PageRequest): Promise<PageOf<MyReport>>
  /** How many reports of a user are not closed. */
  countOf(user: UserId): Promise<number>
  /** The staff of a room, and that of the server: of each the highest roles, `LIMITS.staffPerReport` at most. */
  staff(room: RoomId | undefined): Promise<readonly StaffUser[]>
}

/** What is reported: a message, or a user, perhaps in a room. */
export type ReportedObject = {
  readonly user: Sender
  readonly room: RoomId | undefined
  readonly message: Message | undefined
}

export type NewReporter = {
  readonly user: Sender
  readonly reason: ReportReason
  readonly text: string | undefined
}

export interface ReportsWrite extends ReportsRead {
  /** The report of the object that is not closed. It stays locked until the commit. */
  pending(object: ReportedObject): Promise<Report | undefined>
  /** The report of this user, if it is one of a report's. */
  mine(report: ReportId, user: UserId): Promise<MyReport | undefined>
  /** Its first reporter is added by `report`. Publishes nothing. */
  create(object: ReportedObject, reason: ReportReason): Promise<Report>
  /** Adds a reporter to a report. */
  addReporter(report: Report, reporter: NewReporter): Promise<MyReport>
  /** Copies messages as they are now, each version of a message once. */
  addEvidence(report: ReportId, messages: readonly Message[]): Promise<void>
  /** Locks a report until the commit, and reads it. */
  lock(id: ReportId): Promise<StoredReport | undefined>
  claim(report: Report, by: Sender): Promise<void>
  /** Closes a report, and erases its evidence and the texts of its reporters. */
  close(report: Report, by: Sender, outcome: ReportOutcome, note: string | undefined): Promise<void>
  publishCreated(report: Report, to: Iterable<UserId>): Promise<void>
  publishUpdated(report: Report, by: UserId, to: Iterable<UserId>): Promise<void>
  /** Deletes reports that were closed long ago, `limit` at most. Returns whether there can be more. */
  deleteClosed(limit: number): Promise<boolean>
}
