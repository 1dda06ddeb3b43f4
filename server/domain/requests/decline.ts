import type { UseCase } from '../use-case.ts'
import { isTo, pendingRequest } from './rules.ts'

export const declineRequest: UseCase<'requests.decline'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { request } = await pendingRequest(tx, input.request, isTo(caller.user.id))
    await tx.requests.decline(request, input.forGood)
    return {}
  })
