import { withoutWords } from '../../word-lists/rules.ts'
import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const listWordLists: AppUseCase<'wordLists.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    if (input.room !== undefined) await inRoom(reader, input.room)
    return { wordLists: withoutWords(await reader.wordLists.list(input.room)) }
  })
