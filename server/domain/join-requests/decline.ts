import type { UseCase } from '../use-case.ts'
import { pendingRequest, visibleRequest } from './rules.ts'

export const declineJoinRequest: UseCase<'joinRequests.decline'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { joinRequest: id, forGood } = input
    const { room, me } = await visibleRequest(tx, caller, id, 'joinRequests.decline')
    const request = await pendingRequest(tx, id, 'joinRequests.decline')
    await tx.joinRequests.end(request, 'declined', me, forGood)
    tx.audit.add({
      act: 'joinRequests.decline',
      by: me.id,
      room: room.id,
      user: request.user.id,
      after: { forGood },
    })
    return {}
  })
