import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { deleteList, existingList } from '../word-lists/rules.ts'

export const deleteRoomWordList: UseCase<'roomWordLists.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = await tx.rooms.standing(input.room, caller.user.id)
    const { room, me } = authorize('roomWordLists.delete', standing)
    const list = await existingList(tx, input.wordList, room.id)
    await deleteList(tx, list, { act: 'roomWordLists.delete', by: me.id })
    return {}
  })
