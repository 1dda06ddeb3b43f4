import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'
import { visibleRequest } from './rules.ts'

export const getJoinRequest: UseCase<'joinRequests.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    await visibleRequest(reader, caller, input.joinRequest, 'joinRequests.get')
    const request = await reader.joinRequests.get(input.joinRequest)
    if (request === undefined) throw new Refusal('not_found')
    return request
  })
