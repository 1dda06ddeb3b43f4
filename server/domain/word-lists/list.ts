import { authorizeOnServer } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { withoutWords } from './rules.ts'

export const listWordLists: UseCase<'wordLists.list'> = ({ store, caller }) =>
  store.read(async (reader) => {
    authorizeOnServer('wordLists.list', await reader.users.get(caller.user.id))
    return { wordLists: withoutWords(await reader.wordLists.list(undefined)) }
  })
