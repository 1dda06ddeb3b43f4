import type { UseCase } from '../use-case.ts'
import { requestOf } from './rules.ts'

export const getRequest: UseCase<'requests.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { request } = await requestOf(reader, caller.user.id, input.request, 'requests.get')
    return request
  })
