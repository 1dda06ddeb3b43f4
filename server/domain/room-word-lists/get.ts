import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { existingList } from '../word-lists/rules.ts'

export const getRoomWordList: UseCase<'roomWordLists.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const standing = await reader.rooms.standing(input.room, caller.user.id)
    const { room } = authorize('roomWordLists.get', standing)
    return existingList(reader, input.wordList, room.id)
  })
