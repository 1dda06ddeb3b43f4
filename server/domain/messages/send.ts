import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { concurrencyKeyOf, postMessage } from './rules.ts'

/** The same sender, room and clientId return the same message, for as long as it exists. */
export const send: UseCase<'messages.send'> = ({
  store,
  presence,
  roomRate,
  wordFilter,
  caller,
  input,
}) =>
  store.write(
    async (tx) => {
      const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
      roomRate.require(standing.room.id)
      return postMessage(tx, presence, standing, input, (...text) => wordFilter.apply(...text))
    },
    concurrencyKeyOf(input, caller.user.id),
  )
