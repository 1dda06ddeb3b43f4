import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { authorizeVisitor } from '../authorize.ts'
import { requireSpace } from '../rooms/rules.ts'
import { requireNotBanned } from '../sanctions/rules.ts'
import type { UseCase } from '../use-case.ts'
import { requireAskable } from './rules.ts'

/** A pending request is returned as it is: its answer stays. */
export const createJoinRequest: UseCase<'joinRequests.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = await tx.rooms.standing(input.room, caller.user.id)
    const visitor = authorizeVisitor('joinRequests.create', standing)
    const { room, me } = visitor
    await requireNotBanned(tx, room.id, me.id, me.id)
    const pending = await requireAskable(tx, visitor)
    if (pending !== undefined) return { made: false, value: pending }
    const answer = input.answer || undefined
    if (room.question !== undefined && answer === undefined)
      throw new Refusal('invalid_input', `answer is missing: answer "${room.question}"`, {
        answer: 'must answer the question of the room',
      })
    await tx.joinRequests.lockUser(me)
    await requireSpace(tx, me.id, true)
    if ((await tx.joinRequests.ofUser(me.id)).length >= LIMITS.joinRequestsPerUser)
      throw new Refusal(
        'too_many',
        `${LIMITS.joinRequestsPerUser} join requests of yours wait for an answer: withdraw one first`,
      )
    if ((await tx.joinRequests.countOf(room.id)) >= LIMITS.joinRequestsPerRoom)
      throw new Refusal(
        'too_many',
        `${LIMITS.joinRequestsPerRoom} join requests to this room wait for an answer: try again later`,
      )
    return { made: true, value: await tx.joinRequests.create(room, me, answer) }
  })
