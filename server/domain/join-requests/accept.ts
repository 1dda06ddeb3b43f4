import type { UseCase } from '../use-case.ts'
import { acceptRequest, pendingRequest, visibleRequest } from './rules.ts'

export const acceptJoinRequest: UseCase<'joinRequests.accept'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { joinRequest: id } = input
    const { room, me } = await visibleRequest(tx, caller, id, 'joinRequests.accept')
    const request = await pendingRequest(tx, id, 'joinRequests.accept')
    tx.audit.add({ act: 'joinRequests.accept', by: me.id, room: room.id, user: request.user.id })
    return acceptRequest(tx, room, request, me)
  })
