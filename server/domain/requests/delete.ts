import type { UseCase } from '../use-case.ts'
import { isFrom, pendingRequest } from './rules.ts'

export const deleteRequest: UseCase<'requests.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    await tx.requests.delete(await pendingRequest(tx, input.request, isFrom(caller.user.id)))
    return {}
  })
