import type { UseCase } from '../use-case.ts'
import { asMember, mayManage } from './rules.ts'

export const updateRoom: UseCase<'rooms.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.standing(input.room, caller.user.id))
    mayManage(standing)
    const { room, me } = standing
    return tx.updateRoom(room, { name: input.name ?? room.name, data: input.data ?? room.data }, me)
  })
