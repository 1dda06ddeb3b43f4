import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { answer, sanctionInForce } from './rules.ts'

export const answerAppeal: UseCase<'sanctions.answerAppeal'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = await tx.rooms.standing(input.room, caller.user.id)
    const { room, me } = authorize('sanctions.answerAppeal', standing)
    const sanction = await sanctionInForce(tx, input.sanction, room.id)
    tx.audit.add({
      act: 'sanctions.answerAppeal',
      by: me.id,
      room: room.id,
      user: sanction.user?.id,
      target: sanction.id,
      after: { outcome: input.outcome },
    })
    return answer(tx, sanction, input, me)
  })
