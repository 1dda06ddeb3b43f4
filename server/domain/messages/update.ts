import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { edit, livingMessage } from './rules.ts'

export const updateMessage: UseCase<'messages.update'> = ({ store, presence, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const message = await livingMessage(tx, standing, input.message)
    return edit(tx, presence, standing, message, input)
  })
