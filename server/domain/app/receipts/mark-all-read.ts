import { readToEnd } from '../../receipts/rules.ts'
import { existingUser } from '../../users/rules.ts'
import { asMemberOf } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const markAllRead: AppUseCase<'receipts.markAllRead'> = ({ store, input }) =>
  store.write(async (tx) => {
    const { id } = await existingUser(tx, input.user)
    let rooms = 0
    for (const room of await tx.rooms.lock(await tx.rooms.idsOf(id, 'now'))) {
      const { wasUnread } = await readToEnd(tx, await asMemberOf(tx, room, id))
      if (wasUnread) rooms++
    }
    return { rooms }
  })
