import { visibleMessage } from '../messages/rules.ts'
import { asMember, has } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** The list leaves out the author, and members with private receipts. */
export const listReceipts: UseCase<'receipts.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const standing = asMember(await reader.rooms.standing(input.room, caller.user.id))
    const { seq, sender } = await visibleMessage(reader, standing, input.message)
    has(standing.room, 'receipts')
    const { after = '', limit } = input
    const seen = await reader.receipts.seen(standing.room.id, seq, sender.id, after, limit)
    return { seen: [...seen] }
  })
