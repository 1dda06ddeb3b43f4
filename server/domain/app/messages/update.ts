import { SYSTEM } from '../../../../protocol/ids.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { edit, livingMessage } from '../../messages/rules.ts'
import { asBot, inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** People's words are their own: the app may take them away, and not change them. */
export const updateMessage: AppUseCase<'messages.update'> = ({ store, presence, input }) =>
  store.write(async (tx) => {
    const standing = await inRoom(tx, input.room)
    const message = await livingMessage(tx, standing, input.message)
    const { id } = message.sender
    if (id === SYSTEM) return edit(tx, presence, standing, message, input)
    if ((await tx.users.get(id))?.kind !== 'bot')
      throw new Refusal('forbidden', 'Only its author can edit a message')
    return edit(tx, presence, await asBot(tx, input.room, id), message, input)
  })
