import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { withoutWords } from '../word-lists/rules.ts'

export const listRoomWordLists: UseCase<'roomWordLists.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const standing = await reader.rooms.standing(input.room, caller.user.id)
    const { room } = authorize('roomWordLists.list', standing)
    return { wordLists: withoutWords(await reader.wordLists.list(room.id)) }
  })
