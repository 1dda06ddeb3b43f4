import { changedRoom } from '../audit/rules.ts'
import { authorize } from '../authorize.ts'
import { applyRetention } from '../room-retention.ts'
import { type UseCase, WORK } from '../use-case.ts'
import { requireFitting } from './rules.ts'

export const updateRoom: UseCase<'rooms.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = await tx.rooms.standing(input.room, caller.user.id)
    const { room, me } = authorize('rooms.update', standing)
    const { room: _, ...change } = input
    requireFitting(room.type, change)
    tx.audit.add(changedRoom(room, change, { by: me.id }))
    const work = await applyRetention(tx, room, change)
    return { ...(await tx.rooms.update(room, change, me)), [WORK]: work }
  })
