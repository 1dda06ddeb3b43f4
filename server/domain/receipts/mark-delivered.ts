import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { keyOfPointers, notAhead, pointersOf, sharesReceipts } from './rules.ts'

/** The delivered pointer is only for other members: if they cannot see it, it is not stored. */
export const markDelivered: UseCase<'receipts.markDelivered'> = ({ store, caller, input }) =>
  store.write(
    async (tx) => {
      const found = await tx.rooms.standing(input.room, caller.user.id)
      const standing = authorize('receipts.markDelivered', found)
      const { room, me } = standing
      notAhead(room, input.seq)
      const pointers = await pointersOf(tx, standing)
      const delivered = Math.max(pointers.deliveredSeq, pointers.shownSeq)
      if (input.seq <= delivered || !sharesReceipts(standing, pointers))
        return { deliveredSeq: delivered }
      await tx.receipts.setDelivered(room.id, me, input.seq)
      return { deliveredSeq: input.seq }
    },
    [keyOfPointers(input.room, caller.user.id)],
  )
