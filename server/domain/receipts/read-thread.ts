import { Refusal } from '../../../protocol/refusals.ts'
import { threadRoot } from '../messages/rules.ts'
import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** A thread is read for oneself: the others are told of the room's pointer alone. */
export const markThreadRead: UseCase<'receipts.readThread'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const { room, me } = standing
    const root = await threadRoot(tx, standing, input.message)
    if (input.seq > room.seq) throw new Refusal('read_ahead')
    const before = await tx.threads.get(root, me.id)
    if (input.seq < before.readSeq) throw new Refusal('read_behind')
    await tx.threads.setRead(root, me.id, input.seq)
    const { readSeq, unread } = await tx.threads.get(root, me.id)
    return { readSeq, unread }
  })
