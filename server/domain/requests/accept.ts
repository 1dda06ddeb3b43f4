import { senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { existingUser } from '../users/rules.ts'
import { acceptRequest, isTo, pendingRequest } from './rules.ts'

export const accept: UseCase<'requests.accept'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const me = await existingUser(tx, caller.user.id)
    const stored = await tx.requests.get(input.request, tx.now)
    const done = stored?.request.user === me.id && stored.room
    const room = done && (await tx.rooms.get(done))
    // Accepting again changes nothing.
    if (room) return room
    const { request } = await pendingRequest(tx, input.request, isTo(me.id))
    return acceptRequest(tx, request, senderOf(me))
  })
