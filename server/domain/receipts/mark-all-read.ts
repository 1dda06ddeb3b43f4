import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { readToEnd } from './rules.ts'

/** All rooms in one transaction. Rooms in which nothing is unread receive no event. */
export const markAllRead: UseCase<'receipts.markAllRead'> = ({ store, caller }) =>
  store.write(async (tx) => {
    const behind = await tx.receipts.behind(caller.user.id)
    const ids = await tx.rooms.lock(behind)
    // Side by side, so that a database server gets a statement for all rooms at each step.
    const read = await Promise.all(
      ids.map(async (id) => {
        const standing = asMember(await tx.rooms.standing(id, caller.user.id))
        return readToEnd(tx, standing)
      }),
    )
    return { rooms: read.filter(({ wasUnread }) => wasUnread).length }
  })
