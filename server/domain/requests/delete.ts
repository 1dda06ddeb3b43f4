import type { UseCase } from '../use-case.ts'
import { requestOf } from './rules.ts'

export const deleteRequest: UseCase<'requests.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    await tx.requests.delete(await requestOf(tx, caller.user.id, input.request, 'requests.delete'))
    return {}
  })
