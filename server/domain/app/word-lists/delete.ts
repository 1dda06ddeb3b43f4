import { deleteList } from '../../word-lists/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'
import { lockedList } from './rules.ts'

export const deleteWordList: AppUseCase<'wordLists.delete'> = async (request) => {
  const { store, wordFilter, caller, input } = request
  const room = await store.write(async (tx) => {
    const list = await lockedList(tx, input.wordList)
    await deleteList(tx, list, { act: 'wordLists.delete', ...byApp(caller) })
    return list.room
  })
  if (room === undefined) await wordFilter.changed()
  return {}
}
