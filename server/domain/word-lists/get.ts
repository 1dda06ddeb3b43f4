import { authorizeOnServer } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { existingList } from './rules.ts'

export const getWordList: UseCase<'wordLists.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    authorizeOnServer('wordLists.get', await reader.users.get(caller.user.id))
    return existingList(reader, input.wordList)
  })
