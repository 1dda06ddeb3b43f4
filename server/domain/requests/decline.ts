import type { UseCase } from '../use-case.ts'
import { requestOf } from './rules.ts'

export const declineRequest: UseCase<'requests.decline'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { request } = await requestOf(tx, caller.user.id, input.request, 'requests.decline')
    await tx.requests.decline(request, input.forGood)
    return {}
  })
