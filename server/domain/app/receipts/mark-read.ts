import { keyOfPointers, moveReadPointer, readToEnd } from '../../receipts/rules.ts'
import { asMemberOf } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const markRead: AppUseCase<'receipts.markRead'> = ({ store, input }) =>
  store.write(
    async (tx) => {
      const standing = await asMemberOf(tx, input.room, input.user)
      if (input.seq !== undefined) return moveReadPointer(tx, standing, input.seq)
      const { readSeq } = await readToEnd(tx, standing)
      return { readSeq, unread: 0 }
    },
    [keyOfPointers(input.room, input.user)],
  )
