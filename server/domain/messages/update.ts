import { Refusal } from '../../../protocol/refusals.ts'
import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { edit, isMine, livingMessage } from './rules.ts'

export const updateMessage: UseCase<'messages.update'> = ({ store, presence, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const message = await livingMessage(tx, standing, input.message)
    if (!isMine(message, standing))
      throw new Refusal('forbidden', 'Only its author can edit a message')
    return edit(tx, presence, standing, message, input)
  })
