import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { sanctionDetails, sanctionInForce } from './rules.ts'

export const deleteSanction: UseCase<'sanctions.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = await tx.rooms.standing(input.room, caller.user.id)
    const { room, me } = authorize('sanctions.delete', standing)
    const sanction = await sanctionInForce(tx, input.sanction, room.id)
    await tx.sanctions.end(sanction, me)
    tx.audit.add({
      act: 'sanctions.delete',
      by: me.id,
      room: room.id,
      user: sanction.user?.id,
      target: sanction.id,
      before: sanctionDetails(sanction),
    })
    return {}
  })
