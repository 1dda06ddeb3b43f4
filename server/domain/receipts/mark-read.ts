import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { keyOfPointers, moveReadPointer } from './rules.ts'

export const markRead: UseCase<'receipts.markRead'> = ({ store, caller, input }) =>
  store.write(
    async (tx) => {
      const found = await tx.rooms.standing(input.room, caller.user.id)
      const standing = authorize('receipts.markRead', found)
      return moveReadPointer(tx, standing, input.seq)
    },
    [keyOfPointers(input.room, caller.user.id)],
  )
