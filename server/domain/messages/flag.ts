import type { Message } from '../../../protocol/entities.ts'
import type { Tx } from '../ports.ts'
import { systemUser } from '../rooms/rules.ts'

/**
 * Reports a message for the server itself, in the transaction that stores it. `reasons`: why, for the staff. A background
 * job then informs the staff and copies the neighbours, so that a send locks nothing more.
 */
export async function flagMessage(
  tx: Tx,
  message: Message,
  reasons: readonly string[],
): Promise<void> {
  if (reasons.length === 0) return
  const text = `Flagged by ${reasons.join(', ')}`
  const object = { user: message.sender, room: message.room, message }
  const pending = await tx.reports.pending(object)
  const report = pending ?? (await tx.reports.create(object, 'other'))
  const user = await systemUser(tx)
  if ((await tx.reports.mine(report.id, user.id)) === undefined)
    await tx.reports.addReporter(report, { user, reason: 'other', text })
  await tx.reports.addEvidence(report.id, [message])
  if (pending === undefined) await tx.jobs.add('reports.announce', { report: report.id })
}
