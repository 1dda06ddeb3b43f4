import { authorize } from '../authorize.ts'
import { visibleMessage } from '../messages/rules.ts'
import type { UseCase } from '../use-case.ts'

/** The list leaves out the author, and members with private receipts. */
export const listReceipts: UseCase<'receipts.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const found = await reader.rooms.standing(input.room, caller.user.id)
    const standing = authorize('receipts.list', found)
    const { seq, sender } = await visibleMessage(reader, standing, input.message)
    const { after = '', limit } = input
    const seen = await reader.receipts.seen(standing.room.id, seq, sender.id, after, limit)
    return { seen: [...seen] }
  })
