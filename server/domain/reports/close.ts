import { senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { existingUser } from '../users/rules.ts'
import { close, pendingReport, visibleReport } from './rules.ts'

export const closeReport: UseCase<'reports.close'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const me = senderOf(await existingUser(tx, caller.user.id))
    await visibleReport(tx, me.id, input.report)
    const stored = await pendingReport(tx, input.report)
    return close(tx, stored, input, { sender: me, audit: { by: me.id } })
  })
