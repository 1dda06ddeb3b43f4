import { Refusal } from '../../../protocol/refusals.ts'
import { askAboutEdit } from '../ask-hook.ts'
import { asMember } from '../rooms/rules.ts'
import { checkOf, withVerdict } from '../text-check.ts'
import type { UseCase } from '../use-case.ts'
import { edit, livingMessage } from './rules.ts'

export const updateMessage: UseCase<'messages.update'> = async (request) => {
  const { store, presence, policy, wordFilter, hook, caller } = request
  const verdict = await askAboutEdit({ store, hook }, caller, request.input)
  const input = withVerdict(request.input, verdict)
  return store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const message = await livingMessage(tx, standing, input.message)
    if (message.version > policy.editsPerMessage)
      throw new Refusal(
        'too_many',
        `A message can be edited ${policy.editsPerMessage} times at most: send a new message`,
        undefined,
        { quota: 'editsPerMessage' },
      )
    const check = checkOf(wordFilter, verdict)
    return edit(tx, { presence, policy }, standing, message, input, check)
  })
}
