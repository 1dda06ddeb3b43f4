import { authorizeOnServer } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { changeList, existingList } from './rules.ts'

export const updateWordList: UseCase<'wordLists.update'> = async (request) => {
  const { store, wordFilter, caller, input } = request
  const { wordList, ...change } = input
  const changed = await store.write(async (tx) => {
    authorizeOnServer('wordLists.update', await tx.users.get(caller.user.id))
    await tx.wordLists.lock()
    const by = { act: 'wordLists.update', by: caller.user.id } as const
    return changeList(tx, wordFilter, await existingList(tx, wordList), change, by)
  })
  await wordFilter.changed()
  return changed
}
