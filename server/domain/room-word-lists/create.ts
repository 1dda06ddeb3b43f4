import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { createList } from '../word-lists/rules.ts'

export const createRoomWordList: UseCase<'roomWordLists.create'> = (request) => {
  const { store, wordFilter, caller, input } = request
  const { room: id, ...list } = input
  return store.write(async (tx) => {
    const standing = await tx.rooms.standing(id, caller.user.id)
    const { room, me } = authorize('roomWordLists.create', standing)
    const by = { act: 'roomWordLists.create', by: me.id } as const
    return createList(tx, wordFilter, list, room.id, by)
  })
}
