import { Refusal } from '../../../protocol/refusals.ts'
import { asMember, maySpeak } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** The same sender, room and clientId gives the same message back, as long as it exists. */
export const send: UseCase<'messages.send'> = ({ store, caller, input }) => {
  const { room, text, clientId, data, replyTo } = input
  const once = clientId === undefined ? '' : `${room} ${caller.user.id} ${clientId}`
  return store.write(async (tx) => {
    const standing = asMember(await tx.standing(room, caller.user.id))
    if (clientId !== undefined) {
      const sent = await tx.messageByClientId(room, caller.user.id, clientId)
      if (sent !== undefined) return { made: false, value: sent }
    }
    maySpeak(standing)
    if (replyTo !== undefined && (await tx.message(room, replyTo)) === undefined)
      throw new Refusal('not_found', 'There is no such message in this room')
    const message = { room, sender: standing.me, text, data, replyTo, clientId }
    return { made: true, value: await tx.createMessage(message) }
  }, once)
}
