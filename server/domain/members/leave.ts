import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { endMembership, requireOtherOwner } from './rules.ts'

export const leave: UseCase<'members.leave'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const found = await tx.rooms.standing(input.room, caller.user.id)
    const standing = authorize('members.leave', found)
    await requireOtherOwner(tx, standing)
    await endMembership(tx, standing, standing.me, standing.me)
    return {}
  })
