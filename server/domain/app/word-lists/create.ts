import { createList } from '../../word-lists/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'
import { lockLists } from './rules.ts'

export const createWordList: AppUseCase<'wordLists.create'> = async (request) => {
  const { store, wordFilter, caller, input } = request
  const { room, ...list } = input
  const created = await store.write(async (tx) => {
    await lockLists(tx, room)
    return createList(tx, wordFilter, list, room, { act: 'wordLists.create', ...byApp(caller) })
  })
  if (room === undefined) await wordFilter.changed()
  return created
}
