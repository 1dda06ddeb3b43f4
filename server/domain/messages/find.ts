import { Refusal } from '../../../protocol/refusals.ts'
import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'

/** A message that does not exist, or that the caller may not see, gets the same refusal. */
export const findMessage: UseCase<'messages.find'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const message = await reader.messages.find(input.message, caller.user.id)
    const found = message && (await reader.rooms.standing(message.room, caller.user.id))
    const { from } = authorize('messages.find', found)
    if (message === undefined || message.seq < from) throw new Refusal('not_found')
    return message
  })
