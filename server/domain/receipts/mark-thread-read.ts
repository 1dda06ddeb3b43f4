import { authorize } from '../authorize.ts'
import { keyOfMessage, threadRoot } from '../messages/rules.ts'
import type { UseCase } from '../use-case.ts'
import { notAhead, notBehind } from './rules.ts'

/** Other members do not see how far a thread was read; they see only the read pointer of the room. */
export const markThreadRead: UseCase<'receipts.markThreadRead'> = ({ store, caller, input }) =>
  store.write(
    async (tx) => {
      const found = await tx.rooms.standing(input.room, caller.user.id)
      const standing = authorize('receipts.markThreadRead', found)
      const { room, me } = standing
      const root = await threadRoot(tx, standing, input.message)
      notAhead(room, input.seq)
      const before = await tx.threads.get(root, me.id)
      notBehind(before.readSeq, input.seq)
      await tx.threads.setRead(root, me.id, input.seq)
      const { readSeq, unread } = await tx.threads.get(root, me.id)
      return { readSeq, unread }
    },
    [keyOfMessage(input.message)],
  )
