import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** `seq` and `cursor` are of the same moment as the page: listen from there and miss nothing. */
export const listMessages: UseCase<'messages.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { room } = asMember(await reader.standing(input.room, caller.user.id))
    const messages = [...(await reader.messages(room.id, input))]
    return { messages, seq: room.seq, cursor: await reader.cursor() }
  })
