import { asMember, isOver, notDm } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { keepsOwner, takeOut } from './rules.ts'

export const leave: UseCase<'members.leave'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    if (!isOver(standing.room)) notDm(standing.room.type)
    await keepsOwner(tx, standing)
    await takeOut(tx, standing, standing.me, standing.me)
    return {}
  })
