import { changeList } from '../../word-lists/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'
import { lockedList } from './rules.ts'

export const updateWordList: AppUseCase<'wordLists.update'> = async (request) => {
  const { store, wordFilter, caller, input } = request
  const { wordList, ...change } = input
  const changed = await store.write(async (tx) => {
    const list = await lockedList(tx, wordList)
    return changeList(tx, wordFilter, list, change, { act: 'wordLists.update', ...byApp(caller) })
  })
  if (changed.room === undefined) await wordFilter.changed()
  return changed
}
