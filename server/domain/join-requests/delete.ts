import type { UseCase } from '../use-case.ts'
import { pendingRequest, visibleRequest } from './rules.ts'

export const deleteJoinRequest: UseCase<'joinRequests.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { joinRequest: id } = input
    const { me } = await visibleRequest(tx, caller, id, 'joinRequests.delete')
    await tx.joinRequests.end(await pendingRequest(tx, id, 'joinRequests.delete'), 'deleted', me)
    return {}
  })
