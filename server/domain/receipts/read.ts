import { Refusal } from '../../../protocol/refusals.ts'
import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** The pointer moves forward only, and not past the room's end. */
export const read: UseCase<'receipts.read'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { room, me } = asMember(await tx.standing(input.room, caller.user.id))
    const readSeq = (await tx.member(room.id, me.id))?.readSeq ?? 0
    if (input.seq > room.seq) throw new Refusal('read_ahead')
    if (input.seq < readSeq) throw new Refusal('read_behind')
    if (input.seq > readSeq) await tx.setRead(room.id, me, input.seq)
    return { readSeq: input.seq, unread: await tx.unread(room.id, me.id, input.seq) }
  })
