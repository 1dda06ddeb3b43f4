import { Refusal } from '../../../protocol/refusals.ts'
import { permits } from '../permissions.ts'
import type { UseCase } from '../use-case.ts'

/** A message that does not exist, or that the caller may not see, gets the same refusal. */
export const findMessage: UseCase<'messages.find'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const message = await reader.messages.find(input.message)
    const standing = message && (await reader.rooms.standing(message.room, caller.user.id))
    if (
      !message ||
      !standing ||
      !permits('messages.find', standing.role) ||
      message.seq < standing.from
    )
      throw new Refusal('not_found')
    return message
  })
