import { Refusal } from '../../../protocol/refusals.ts'
import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { edit, livingMessage } from './rules.ts'

export const updateMessage: UseCase<'messages.update'> = ({
  store,
  presence,
  policy,
  wordFilter,
  caller,
  input,
}) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const message = await livingMessage(tx, standing, input.message)
    if (message.version > policy.editsPerMessage)
      throw new Refusal(
        'too_many',
        `A message can be edited ${policy.editsPerMessage} times at most: send a new message`,
        undefined,
        { quota: 'editsPerMessage' },
      )
    return edit(tx, { presence, policy }, standing, message, input, (...text) =>
      wordFilter.apply(...text),
    )
  })
