import { pendingRequest } from '../../requests/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const declineRequest: AppUseCase<'requests.decline'> = ({ store, input }) =>
  store.write(async (tx) => {
    const stored = await pendingRequest(tx, input.request, ({ pendingFor }) => pendingFor.asked)
    await tx.requests.decline(stored.request, input.forGood)
    return {}
  })
