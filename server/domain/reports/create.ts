import type { Input } from '../../../protocol/commands.ts'
import type { Sender } from '../../../protocol/entities.ts'
import type { ReportId, UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { ReportedObject, Tx } from '../ports.ts'
import { senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { existingUser } from '../users/rules.ts'
import { neighbours, publish, reportedObject } from './rules.ts'

/** The answer does not show whether others have reported the same. */
export const createReport: UseCase<'reports.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const me = senderOf(await existingUser(tx, caller.user.id))
    const { from, ...object } = await reportedObject(tx, me.id, input)
    const pending = await tx.reports.pending(object)
    const mine = pending && (await tx.reports.mine(pending.id, me.id))
    if (mine !== undefined) return { made: false, value: mine }
    if ((await tx.reports.countOf(me.id)) >= LIMITS.reportsPerUser)
      throw new Refusal(
        'too_many',
        `${LIMITS.reportsPerUser} reports of yours are open: wait until the staff have closed one`,
      )
    const report = pending ?? (await tx.reports.create(object, input.reason))
    const value = await tx.reports.addReporter(report, reporterOf(me, input))
    await keepEvidence(tx, report.id, object, pending === undefined ? from : undefined, me.id)
    if (pending === undefined) await publish(tx, report.id)
    return { made: true, value }
  })

const reporterOf = (user: Sender, { reason, text }: Input<'reports.create'>) => ({
  user,
  reason,
  text: text || undefined,
})

/** A later reporter can see a later version of the message. `from`: of the first reporter. */
async function keepEvidence(
  tx: Tx,
  id: ReportId,
  { message }: ReportedObject,
  from: number | undefined,
  viewer: UserId,
): Promise<void> {
  if (message === undefined) return
  const around = from === undefined ? [] : await neighbours(tx, message, from, viewer)
  await tx.reports.addEvidence(id, [message, ...around])
}
