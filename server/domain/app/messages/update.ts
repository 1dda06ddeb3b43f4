import { SYSTEM } from '../../../../protocol/ids.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { edit, livingMessage } from '../../messages/rules.ts'
import { asBot, inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** The app can edit messages of the system and of bots. It can delete the messages of people, but not edit them. */
export const updateMessage: AppUseCase<'messages.update'> = ({ store, presence, policy, input }) =>
  store.write(async (tx) => {
    const standing = await inRoom(tx, input.room)
    const message = await livingMessage(tx, standing, input.message)
    const { id } = message.sender
    const services = { presence, policy }
    if (id === SYSTEM) return edit(tx, services, standing, message, input)
    if ((await tx.users.get(id))?.kind !== 'bot')
      throw new Refusal(
        'forbidden',
        'The app can edit only messages of the system and of bots: delete this one instead',
      )
    return edit(tx, services, await asBot(tx, input.room, id), message, input)
  })
