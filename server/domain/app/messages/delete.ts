import { visibleMessage } from '../../messages/rules.ts'
import { byApp, inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** The message cannot be restored, as when the staff delete it. Deleting it again changes nothing. */
export const deleteMessage: AppUseCase<'messages.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = await inRoom(tx, input.room)
    const message = await visibleMessage(tx, standing, input.message)
    if (message.deletedAt !== undefined) return {}
    await tx.messages.delete(message, standing.me, undefined)
    tx.audit.add({
      act: 'messages.delete',
      ...byApp(caller),
      room: standing.room.id,
      user: message.sender.id,
      target: message.id,
    })
    return {}
  })
