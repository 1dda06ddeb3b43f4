import { asMember, isOver, notDm } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { endMembership, requireOtherOwner } from './rules.ts'

export const leave: UseCase<'members.leave'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    if (!isOver(standing.room)) notDm(standing.room.type)
    await requireOtherOwner(tx, standing)
    await endMembership(tx, standing, standing.me, standing.me)
    return {}
  })
