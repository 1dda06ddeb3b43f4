import type { UseCase } from '../use-case.ts'
import { asMember, mayManage } from './rules.ts'

export const updateRoom: UseCase<'rooms.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    mayManage(standing)
    const { room: _, ...change } = input
    return tx.rooms.update(standing.room, change, standing.me)
  })
