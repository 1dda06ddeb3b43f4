import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { moveReadPointer } from './rules.ts'

export const markRead: UseCase<'receipts.markRead'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    return moveReadPointer(tx, standing, input.seq)
  })
