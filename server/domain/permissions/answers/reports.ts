import type { UserId } from '../../../../protocol/ids.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import type { Reader } from '../../ports.ts'
import { reportedObject, staffFor, visibleReport } from '../../reports/rules.ts'
import { type Answer, needed, type Question, refusedBy } from './answer.ts'

type ReportCommand = `reports.${'create' | 'list' | 'get' | 'claim' | 'close'}`

/** Whether a user may report an object, see the reports of a room, or work on a report. */
export async function ofReport(
  reader: Reader,
  command: ReportCommand,
  user: UserId,
  question: Question,
): Promise<Answer> {
  const { room, message, member } = question
  if (command === 'reports.create') {
    if (message === undefined && member === undefined) return { rule: 'everyone' }
    const object = message === undefined ? { user: member, room } : { message }
    const refused = await refusedBy('object', () => reportedObject(reader, user, object))
    return refused ?? { rule: 'object' }
  }
  if (command === 'reports.list') {
    const rule = room === undefined ? 'server_role' : 'room_role'
    const refused = await refusedBy(rule, () => staffFor(reader, user, room))
    if (refused) return refused
    return { rule: (await isOfServer(reader, user)) ? 'server_role' : rule }
  }
  const id = needed(question, 'report')
  const refused = await refusedBy('object', async () => {
    const { report } = await visibleReport(reader, user, id)
    if (command === 'reports.get') return
    if (report.status === 'closed') throw new Refusal('report_over')
    const isOfOther = report.claimedBy !== undefined && report.claimedBy.id !== user
    if (command === 'reports.claim' && isOfOther) throw new Refusal('report_claimed')
  })
  return refused ?? { rule: 'object' }
}

const isOfServer = async (reader: Reader, user: UserId): Promise<boolean> =>
  (await reader.users.get(user))?.role !== undefined
