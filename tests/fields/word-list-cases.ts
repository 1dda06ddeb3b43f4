import { type Case, ID } from './case.ts'

/** A list is known by its name: its id has another name in GraphQL. Lists of lists have no words. */
const list = {
  entity: 'wordList',
  keyOf: (_, { name }) => name,
  event: 'word lists concern the staff only',
} as const satisfies Partial<Case>
const WORDS = 'a list of lists leaves them out: see tests/word-lists.test.ts'

/** Word lists of the server and of rooms. */
export const WORD_LIST_CASES = {
  'wordLists.create': [{ ...list, reads: ['wordLists.list'], notShown: { words: WORDS } }],
  'wordLists.update': [
    {
      ...list,
      given: ({ wordList }) => ({ wordList }),
      reads: ['wordLists.list'],
      notShown: { wordList: ID, words: WORDS },
    },
  ],
  'wordLists.delete': { actsOn: ['wordList'] },
  'roomWordLists.create': [
    {
      ...list,
      given: ({ room }) => ({ room }),
      reads: ['roomWordLists.list'],
      appReads: ['wordLists.list'],
      notShown: { room: ID, words: WORDS },
    },
  ],
  'roomWordLists.update': [
    {
      ...list,
      given: ({ room, roomWordList }) => ({ room, wordList: roomWordList }),
      reads: ['roomWordLists.list'],
      notShown: { room: ID, wordList: ID, words: WORDS },
    },
  ],
  'roomWordLists.delete': { actsOn: ['room', 'wordList'] },
} as const satisfies Record<string, readonly Case[] | { readonly actsOn: readonly string[] }>

export const WORD_LIST_APP_CASES = {
  'wordLists.create': [
    {
      ...list,
      given: ({ room }) => ({ room }),
      reads: ['roomWordLists.list'],
      notShown: { words: WORDS },
    },
  ],
  'wordLists.update': [
    {
      ...list,
      given: ({ roomWordList }) => ({ wordList: roomWordList }),
      reads: ['roomWordLists.list'],
      notShown: { wordList: ID, words: WORDS },
    },
  ],
  'wordLists.delete': { actsOn: ['wordList'] },
} as const satisfies Record<string, readonly Case[] | { readonly actsOn: readonly string[] }>
