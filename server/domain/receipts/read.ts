import { Refusal } from '../../../protocol/refusals.ts'
import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { pointersOf, tells, unreadAfter } from './rules.ts'

/** The pointer moves forward only, and not past the room's end. It takes away "unread from here". */
export const read: UseCase<'receipts.read'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const { room, me } = standing
    const pointers = await pointersOf(tx, standing)
    if (input.seq > room.seq) throw new Refusal('read_ahead')
    if (input.seq < pointers.readSeq) throw new Refusal('read_behind')
    const told = tells(standing, pointers)
    // Who read in private and now reads in the open has something to tell, at the same place.
    const isNews = input.seq > pointers.readSeq || (told && input.seq > pointers.shownSeq)
    if (isNews || pointers.unreadFrom !== undefined)
      await tx.receipts.setRead(room.id, me, input.seq, pointers, told)
    return { readSeq: input.seq, unread: await unreadAfter(tx, standing, input.seq) }
  })
