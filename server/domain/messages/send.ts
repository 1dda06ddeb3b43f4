import { askAboutNew } from '../ask-hook.ts'
import { asMember } from '../rooms/rules.ts'
import { checkOf, withVerdict } from '../text-check.ts'
import type { UseCase } from '../use-case.ts'
import { keysOfSend, postMessage } from './rules.ts'

/** The same sender, room and clientId return the same message, for as long as it exists. */
export const send: UseCase<'messages.send'> = async (request) => {
  const { store, presence, policy, roomRate, wordFilter, hook, caller } = request
  const verdict = await askAboutNew({ store, hook, roomRate }, caller, request.input)
  const input = withVerdict(request.input, verdict)
  return store.write(
    async (tx) => {
      const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
      roomRate.require(standing.room.id)
      return postMessage(tx, { presence, policy }, standing, input, checkOf(wordFilter, verdict))
    },
    keysOfSend(input, caller.user.id),
  )
}
