import { authorizeOnServer } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { deleteList, existingList } from './rules.ts'

export const deleteWordList: UseCase<'wordLists.delete'> = async (request) => {
  const { store, wordFilter, caller, input } = request
  await store.write(async (tx) => {
    authorizeOnServer('wordLists.delete', await tx.users.get(caller.user.id))
    await tx.wordLists.lock()
    const by = { act: 'wordLists.delete', by: caller.user.id } as const
    await deleteList(tx, await existingList(tx, input.wordList), by)
  })
  await wordFilter.changed()
  return {}
}
