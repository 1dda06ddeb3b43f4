import { authorizeOnServer } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { createList } from './rules.ts'

export const createWordList: UseCase<'wordLists.create'> = async (request) => {
  const { store, wordFilter, caller, input } = request
  const list = await store.write(async (tx) => {
    authorizeOnServer('wordLists.create', await tx.users.get(caller.user.id))
    await tx.wordLists.lock()
    const by = { act: 'wordLists.create', by: caller.user.id } as const
    return createList(tx, wordFilter, input, undefined, by)
  })
  await wordFilter.changed()
  return list
}
