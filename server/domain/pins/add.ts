import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { authorize } from '../authorize.ts'
import { livingMessage } from '../messages/rules.ts'
import type { UseCase } from '../use-case.ts'

export const addPin: UseCase<'pins.add'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const found = await tx.rooms.standing(input.room, caller.user.id)
    const standing = authorize('pins.add', found)
    const message = await livingMessage(tx, standing, input.message)
    if (message.pinnedAt !== undefined) return message
    if ((await tx.pins.count(standing.room.id)) >= LIMITS.pinsPerRoom)
      throw new Refusal(
        'too_many',
        `A room can have ${LIMITS.pinsPerRoom} pinned messages at most: unpin one first`,
        undefined,
        { quota: 'pinsPerRoom' },
      )
    // @planted store-pin
    return tx.pins.add(message, standing.me)
  })
