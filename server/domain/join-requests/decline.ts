import type { UseCase } from '../use-case.ts'
import { pendingRequest, visibleRequest } from './rules.ts'

export const declineJoinRequest: UseCase<'joinRequests.decline'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { joinRequest: id, forGood } = input
    const { me } = await visibleRequest(tx, caller, id, 'joinRequests.decline')
    await tx.joinRequests.end(
      await pendingRequest(tx, id, 'joinRequests.decline'),
      'declined',
      me,
      forGood,
    )
    return {}
  })
