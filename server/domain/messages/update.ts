import { Refusal } from '../../../protocol/refusals.ts'
import { mentioned } from '../mentions/rules.ts'
import { asMember, maySpeak } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { isMine, livingMessage } from './rules.ts'

/** Only its author edits a message; whoever it names anew is told. */
export const updateMessage: UseCase<'messages.update'> = ({ store, presence, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const message = await livingMessage(tx, standing, input.message)
    if (!isMine(message, standing))
      throw new Refusal('forbidden', 'Only its author edits a message')
    maySpeak(standing)
    if (input.version !== undefined && input.version !== message.version)
      throw new Refusal('edit_conflict', `It is at version ${message.version} by now`)
    const { text = message.text, data = message.data, mentions = message.mentions } = input
    if (text === message.text && data === message.data && mentions === message.mentions)
      return message
    const named = await mentioned(tx, presence, standing, input.mentions)
    const edited = await tx.messages.edit(message, { text, data, mentions })
    if (named.length > 0) await tx.mentions.add(edited, named, standing.me)
    return edited
  })
