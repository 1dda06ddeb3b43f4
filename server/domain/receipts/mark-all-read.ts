import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { readToEnd } from './rules.ts'

/** All rooms in one transaction. Rooms in which nothing is unread receive no event. */
export const markAllRead: UseCase<'receipts.markAllRead'> = ({ store, caller }) =>
  store.write(async (tx) => {
    const behind = await tx.receipts.behind(caller.user.id)
    let rooms = 0
    for (const id of await tx.rooms.lock(behind)) {
      const standing = asMember(await tx.rooms.standing(id, caller.user.id))
      const { wasUnread } = await readToEnd(tx, standing)
      if (wasUnread) rooms++
    }
    return { rooms }
  })
