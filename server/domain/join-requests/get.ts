import type { UseCase } from '../use-case.ts'
import { pendingRequest, visibleRequest } from './rules.ts'

export const getJoinRequest: UseCase<'joinRequests.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    await visibleRequest(reader, caller, input.joinRequest, 'joinRequests.get')
    return pendingRequest(reader, input.joinRequest, 'joinRequests.get')
  })
