import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { changeList, existingList } from '../word-lists/rules.ts'

export const updateRoomWordList: UseCase<'roomWordLists.update'> = (request) => {
  const { store, wordFilter, caller, input } = request
  const { room: id, wordList, ...change } = input
  return store.write(async (tx) => {
    const standing = await tx.rooms.standing(id, caller.user.id)
    const { room, me } = authorize('roomWordLists.update', standing)
    const list = await existingList(tx, wordList, room.id)
    const by = { act: 'roomWordLists.update', by: me.id } as const
    return changeList(tx, wordFilter, list, change, by)
  })
}
