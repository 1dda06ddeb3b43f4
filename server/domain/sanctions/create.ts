import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { imposeInRoom, sanctionable, sanctionDetails } from './rules.ts'

export const createSanction: UseCase<'sanctions.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const found = await tx.rooms.standing(input.room, caller.user.id)
    const standing = authorize('sanctions.create', found)
    const { room, me } = standing
    const target = await sanctionable(tx, standing, input.user, input.kind)
    const sanction = await imposeInRoom(tx, input, { room, ...target }, me)
    tx.audit.add({
      act: 'sanctions.create',
      by: me.id,
      room: room.id,
      user: input.user,
      target: sanction.id,
      reason: input.reason,
      after: sanctionDetails(sanction),
    })
    return sanction
  })
