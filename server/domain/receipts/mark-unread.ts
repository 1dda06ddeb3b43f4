import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { keyOfPointers, notAhead, pointersOf, unreadAfter, unreadSince } from './rules.ts'

/** The mark is visible to the caller only. The read pointer stays as it is. */
export const markUnread: UseCase<'receipts.markUnread'> = ({ store, caller, input }) =>
  store.write(
    async (tx) => {
      const found = await tx.rooms.standing(input.room, caller.user.id)
      const standing = authorize('receipts.markUnread', found)
      const { room, me } = standing
      notAhead(room, input.seq)
      const { unreadFrom, readSeq, preferences } = await pointersOf(tx, standing)
      if (unreadFrom !== input.seq)
        await tx.receipts.setUnreadFrom(room.id, me.id, input.seq, preferences)
      const after = unreadSince(standing, { readSeq, unreadFrom: input.seq })
      return { unreadFrom: input.seq, unread: await unreadAfter(tx, standing, after) }
    },
    [keyOfPointers(input.room, caller.user.id)],
  )
