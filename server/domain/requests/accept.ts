import { senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { existingUser } from '../users/rules.ts'
import { acceptedRoom, acceptRequest, requestOf } from './rules.ts'

export const accept: UseCase<'requests.accept'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const me = await existingUser(tx, caller.user.id)
    // Accepting again changes nothing.
    const room = await acceptedRoom(tx, me.id, input.request)
    if (room) return room
    const { request } = await requestOf(tx, me.id, input.request, 'requests.accept')
    return acceptRequest(tx, request, senderOf(me))
  })
