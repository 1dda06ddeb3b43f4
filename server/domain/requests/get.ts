import type { UseCase } from '../use-case.ts'
import { isFrom, isTo, pendingRequest } from './rules.ts'

export const getRequest: UseCase<'requests.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { id } = caller.user
    const { request } = await pendingRequest(
      reader,
      input.request,
      (stored) => isTo(id)(stored) || isFrom(id)(stored),
    )
    return request
  })
