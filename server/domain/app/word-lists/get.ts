import { noList } from '../../word-lists/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const getWordList: AppUseCase<'wordLists.get'> = ({ store, input }) =>
  store.read(async (reader) => {
    const list = await reader.wordLists.get(input.wordList)
    if (list === undefined) throw noList()
    return list
  })
