import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { readToEnd } from './rules.ts'

/** In one go: all of it or nothing. Rooms where nothing is unread hear nothing. */
export const markAllRead: UseCase<'receipts.markAllRead'> = ({ store, caller }) =>
  store.write(async (tx) => {
    const behind = await tx.receipts.behind(caller.user.id)
    let rooms = 0
    // In the order of the logs, as every write locks more than one of them.
    for (const id of [...behind].sort()) {
      const standing = asMember(await tx.rooms.standing(id, caller.user.id))
      const { wasUnread } = await readToEnd(tx, standing)
      if (wasUnread) rooms++
    }
    return { rooms }
  })
