import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { markRead } from './rules.ts'

export const read: UseCase<'receipts.read'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    return markRead(tx, standing, input.seq)
  })
