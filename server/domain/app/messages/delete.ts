import { visibleMessage } from '../../messages/rules.ts'
import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** The message cannot be restored, as when the staff delete it. Deleting it again changes nothing. */
export const deleteMessage: AppUseCase<'messages.delete'> = ({ store, input }) =>
  store.write(async (tx) => {
    const standing = await inRoom(tx, input.room)
    const message = await visibleMessage(tx, standing, input.message)
    if (message.deletedAt === undefined) await tx.messages.delete(message, standing.me, undefined)
    return {}
  })
