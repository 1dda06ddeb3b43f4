import type { Input } from '../../../protocol/commands.ts'
import type { Message, Report, Role, Sender, ServerRole } from '../../../protocol/entities.ts'
import type { MessageId, ReportId, RoomId, UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { livingMessage } from '../messages/rules.ts'
import type {
  NewAuditEntry,
  Reader,
  ReportedObject,
  StaffUser,
  StoredReport,
  Tx,
} from '../ports.ts'
import {
  asMember,
  isStaff,
  type MemberStanding,
  noRoom,
  outranks,
  rightsOf,
  senderOf,
} from '../rooms/rules.ts'

/**
 * Whether a user of the staff works on a report: not on one about themselves, nor about somebody of an equal or higher
 * role. Administrators and owners work on each other's. A dm has no staff: its reports are for the staff of the server.
 */
export function worksOn(staff: StaffUser, { report, role, serverRole }: StoredReport): boolean {
  if (staff.id === report.user.id) return false
  if (staff.serverRole === 'administrator') return true
  if (staff.serverRole === 'moderator' && serverRole === 'user') return true
  if (staff.role === undefined) return false
  const rights = rightsInGroup(staff.role, staff.serverRole)
  return isStaff(rights) && outranks(rights, rightsInGroup(role ?? 'member', serverRole))
}

const rightsInGroup = (role: Role, serverRole: ServerRole): Role =>
  rightsOf(role, serverRole, 'group')

/** The user, as one who may be of the staff that works on a report. In a transaction the room is locked. */
async function staffUser(reader: Reader, user: UserId, { room }: Report): Promise<StaffUser> {
  const { role: serverRole = 'user' } = (await reader.users.get(user)) ?? {}
  const standing = room && (await reader.rooms.standing(room, user))
  const isDm = standing?.room.type === 'dm'
  return { id: user, role: isDm ? undefined : standing?.role, serverRole }
}

/** A report on which the user works. For others it does not exist: `not_found`. */
export async function visibleReport(
  reader: Reader,
  user: UserId,
  id: ReportId,
): Promise<StoredReport> {
  const stored = await reader.reports.get(id)
  if (stored === undefined || !worksOn(await staffUser(reader, user, stored.report), stored))
    throw new Refusal('not_found')
  return stored
}

/** Call it with the room locked: a closed report stays as it is. Refuses `report_over`. */
export async function pendingReport(tx: Tx, id: ReportId): Promise<StoredReport> {
  const stored = await tx.reports.lock(id)
  if (stored === undefined) throw new Refusal('not_found')
  if (stored.report.status === 'closed') throw new Refusal('report_over')
  return stored
}

/** The users of the staff who receive the events of a report. */
export async function staffOf(reader: Reader, stored: StoredReport): Promise<UserId[]> {
  const { room } = stored.report
  const isDm = room !== undefined && (await reader.rooms.get(room))?.type === 'dm'
  const staff = await reader.reports.staff(isDm ? undefined : room)
  return staff.filter((each) => worksOn(each, stored)).map(({ id }) => id)
}

/** The messages around a reported one in its room or thread, none from before the seq `from`, and none that `viewer` may not see. */
export async function neighbours(
  reader: Reader,
  message: Message,
  from: number,
  viewer: UserId,
): Promise<readonly Message[]> {
  const { room, seq, thread } = message
  const page = { limit: LIMITS.evidenceNeighbours, from, thread, viewer }
  const [before, after] = [
    await reader.messages.list(room, { ...page, before: seq }),
    await reader.messages.list(room, { ...page, after: seq }),
  ]
  return [...before, ...after].filter(({ deletedAt }) => deletedAt === undefined)
}

/** The staff receive a report that was created in this transaction. */
export async function publish(tx: Tx, id: ReportId): Promise<void> {
  const stored = await tx.reports.get(id)
  if (stored !== undefined)
    await tx.reports.publishCreated(stored.report, await staffOf(tx, stored))
}

/** The user, as one of the staff of the room or the server. Refuses `not_found` and `forbidden`. */
export async function staffFor(
  reader: Reader,
  user: UserId,
  id: RoomId | undefined,
): Promise<StaffUser> {
  const { role: serverRole = 'user' } = (await reader.users.get(user)) ?? {}
  if (isOfServer(serverRole)) return { id: user, role: undefined, serverRole }
  if (id === undefined) throw forbidden('moderators and administrators of the server')
  const standing = await reader.rooms.standing(id, user)
  if (standing?.role === undefined) throw noRoom()
  const { role, room } = standing
  if (room.type === 'dm' || !isStaff(rightsOf(role, serverRole, room.type)))
    throw forbidden('owners, admins and moderators of the room')
  return { id: user, role, serverRole }
}

const isOfServer = (role: ServerRole): boolean => role !== 'user'

const forbidden = (staff: string): Refusal =>
  new Refusal('forbidden', `Only ${staff} can list reports: ask one of them`)

/** `from`: the first seq that the reporter sees in the room. */
type Reported = ReportedObject & { readonly from: number }

/**
 * What a user reports. Refuses `not_found` for what the user cannot see, `deleted` for a deleted message, and
 * `invalid_input` for what is their own.
 */
export async function reportedObject(
  reader: Reader,
  me: UserId,
  { message, user, room }: Pick<Input<'reports.create'>, 'message' | 'user' | 'room'>,
): Promise<Reported> {
  const reported =
    message !== undefined
      ? await reportedMessage(reader, me, message)
      : await reportedUser(reader, me, user as UserId, room)
  if (reported.user.id !== me) return reported
  const field = message === undefined ? 'user' : 'message'
  throw new Refusal('invalid_input', 'You cannot report yourself: report another user', {
    [field]: 'must be of another user',
  })
}

async function reportedMessage(reader: Reader, me: UserId, id: MessageId): Promise<Reported> {
  const found = await reader.messages.find(id, me)
  if (found === undefined) throw notFound()
  const standing = await memberIn(reader, found.room, me)
  if (found.seq < standing.from) throw notFound()
  // Read again, because the room is locked now.
  const message = await livingMessage(reader, standing, id)
  return { user: message.sender, room: found.room, message, from: standing.from }
}

async function reportedUser(
  reader: Reader,
  me: UserId,
  id: UserId,
  room: RoomId | undefined,
): Promise<Reported> {
  if (room !== undefined) {
    const { from } = await memberIn(reader, room, me)
    const member = await reader.members.get(room, id)
    if (member === undefined) throw notFound()
    const { id: user, name } = member.user
    return { user: { id: user, name }, room, message: undefined, from }
  }
  const [known] = await reader.users.known(me, [id])
  const user = known ?? (await whoAsks(reader, me, id))
  if (user === undefined || user.deletedAt !== undefined) throw notFound()
  return { user: senderOf(user), room: undefined, message: undefined, from: 1 }
}

/** A user whose request to the caller is pending: its text can be a reason for a report. */
async function whoAsks(reader: Reader, me: UserId, id: UserId) {
  const page = { limit: LIMITS.receivedRequests }
  const { items } = await reader.requests.to(me, page, reader.now)
  return items.some(({ from }) => from.id === id) ? reader.users.get(id) : undefined
}

async function memberIn(reader: Reader, room: RoomId, me: UserId): Promise<MemberStanding> {
  const standing = await reader.rooms.standing(room, me)
  if (standing?.role === undefined) throw notFound()
  return asMember(standing)
}

const notFound = () =>
  new Refusal('not_found', 'The message or user does not exist, or you cannot see it: check the id')

/** Who answers: a user of the staff, or the app. */
type By = { readonly sender: Sender; readonly audit: Pick<NewAuditEntry, 'by' | 'key'> }

/** Claims a pending report. Refuses `report_claimed` if another has claimed it, unless it is taken over. */
export async function claim(
  tx: Tx,
  stored: StoredReport,
  { takeOver }: Pick<Input<'reports.claim'>, 'takeOver'>,
  { sender, audit }: By,
): Promise<Report> {
  const { report } = stored
  const { claimedBy } = report
  if (claimedBy?.id === sender.id) return report
  if (claimedBy !== undefined && !takeOver) throw new Refusal('report_claimed')
  await tx.reports.claim(report, sender)
  await tx.reports.publishUpdated(report, sender.id, await staffOf(tx, stored))
  tx.audit.add({
    act: 'reports.claim',
    ...audit,
    ...objectOf(report),
    ...(claimedBy && { before: { claimedBy: claimedBy.id } }),
  })
  return reportNow(tx, report.id)
}

/** Closes a pending report, also one that another has claimed. */
export async function close(
  tx: Tx,
  stored: StoredReport,
  { outcome, note = '' }: Pick<Input<'reports.close'>, 'outcome' | 'note'>,
  { sender, audit }: By,
): Promise<Report> {
  const { report } = stored
  const { reporters } = await tx.reports.details(report)
  const staff = await staffOf(tx, stored)
  const reason = note || undefined
  await tx.reports.close(report, sender, outcome, reason)
  const to = [...staff, ...reporters.map(({ user }) => user.id)]
  await tx.reports.publishUpdated(report, sender.id, to)
  const after = { outcome }
  tx.audit.add({ act: 'reports.close', ...audit, ...objectOf(report), reason, after })
  return reportNow(tx, report.id)
}

const objectOf = ({ id, room, user }: Report) => ({ room, user: user.id, target: id })

async function reportNow(tx: Tx, id: ReportId): Promise<Report> {
  const stored = await tx.reports.get(id)
  if (stored === undefined) throw new Error(`no report ${id}`)
  return stored.report
}
