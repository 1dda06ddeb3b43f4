import { asMember, notDm } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { keepsOwner } from './rules.ts'

export const leave: UseCase<'members.leave'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    notDm(standing.room.type)
    await keepsOwner(tx, standing)
    await tx.members.remove(standing.room, standing.me, standing.me)
    return {}
  })
