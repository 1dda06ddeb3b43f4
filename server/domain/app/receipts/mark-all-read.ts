import { readToEnd } from '../../receipts/rules.ts'
import { existingUser } from '../../users/rules.ts'
import { asMemberOf } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const markAllRead: AppUseCase<'receipts.markAllRead'> = ({ store, input }) =>
  store.write(async (tx) => {
    const { id } = await existingUser(tx, input.user)
    const ids = await tx.rooms.lock(await tx.rooms.idsOf(id, 'now'))
    const read = await Promise.all(
      ids.map(async (room) => readToEnd(tx, await asMemberOf(tx, room, id))),
    )
    return { rooms: read.filter(({ wasUnread }) => wasUnread).length }
  })
