import * as z from 'zod'
import { RoomId, WordListId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Name } from '../text.ts'
import { inRoom, nothing, Time } from './shared.ts'

export const WordAction = z.enum(['refuse', 'mask', 'flag']).meta({
  id: 'WordAction',
  description:
    'What happens to a text with a word of the list: it is refused (`refuse`), each character of the word becomes `•` (`mask`), or it is sent and recorded for the staff (`flag`).',
})

export type WordAction = z.infer<typeof WordAction>

export const WordList = z
  .object({
    id: WordListId,
    name: Name,
    action: WordAction,
    wordCount: z.int().min(1),
    words: z.array(z.string()).optional(),
    room: RoomId.optional(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({
    id: 'WordList',
    description:
      'Words that are refused, masked or flagged in messages, of the whole server, or of one `room`. Lists of lists have no `words`.',
  })

export type WordList = Readonly<z.infer<typeof WordList>>

const words = z
  .array(z.string().min(1).max(LIMITS.wordLength))
  .min(1)
  .max(LIMITS.wordsPerList)
  .describe(
    'Words and phrases without case and accents, as in search. A `*` at the beginning or the end of a word stands for any letters.',
  )
const fields = { name: Name, action: WordAction, words }
const change = {
  name: Name.optional(),
  action: WordAction.optional(),
  words: words.optional(),
}
const list = z.strictObject({ wordList: WordListId })
const ofRoom = inRoom.extend({ wordList: WordListId })
const lists = z.object({ wordLists: z.array(WordList) })

/** A change of a list prepares up to 100,000 words, on every node; a list of lists reads them. */
const CHANGE_COST = 60
const LIST_COST = 20

const create = { method: 'POST', path: '/word-lists', cost: CHANGE_COST, status: 201 } as const
const get = { method: 'GET', path: '/word-lists/:wordList', cost: 5, status: 200 } as const
const getAll = { method: 'GET', path: '/word-lists', cost: LIST_COST, status: 200 } as const
const update = {
  method: 'PATCH',
  path: '/word-lists/:wordList',
  cost: CHANGE_COST,
  status: 200,
} as const
const remove = {
  method: 'DELETE',
  path: '/word-lists/:wordList',
  cost: CHANGE_COST,
  status: 204,
} as const
const byUser = { asker: 'user' } as const

export const WORD_LIST_COMMANDS = {
  'wordLists.create': op({
    ...create,
    ...byUser,
    summary: 'Create a word list of the server; for its moderators and administrators',
    input: z.strictObject(fields),
    output: WordList,
  }),
  'wordLists.list': op({
    ...getAll,
    ...byUser,
    summary: 'List the word lists of the server; for its moderators and administrators',
    input: nothing,
    output: lists,
  }),
  'wordLists.get': op({
    ...get,
    ...byUser,
    summary: 'Get a word list of the server, with its words',
    input: list,
    output: WordList,
  }),
  'wordLists.update': op({
    ...update,
    ...byUser,
    summary: 'Change a word list of the server: only the given fields change',
    input: list.extend(change),
    output: WordList,
  }),
  'wordLists.delete': op({
    ...remove,
    ...byUser,
    summary: 'Delete a word list of the server',
    input: list,
    output: nothing,
  }),
  'roomWordLists.create': op({
    ...create,
    ...byUser,
    path: '/rooms/:room/word-lists',
    summary: 'Create a word list of a room; for its owners and admins',
    input: inRoom.extend(fields),
    output: WordList,
  }),
  'roomWordLists.list': op({
    ...getAll,
    ...byUser,
    path: '/rooms/:room/word-lists',
    summary: 'List the word lists of a room; for its owners and admins',
    input: inRoom,
    output: lists,
  }),
  'roomWordLists.get': op({
    ...get,
    ...byUser,
    path: '/rooms/:room/word-lists/:wordList',
    summary: 'Get a word list of a room, with its words',
    input: ofRoom,
    output: WordList,
  }),
  'roomWordLists.update': op({
    ...update,
    ...byUser,
    path: '/rooms/:room/word-lists/:wordList',
    summary: 'Change a word list of a room: only the given fields change',
    input: ofRoom.extend(change),
    output: WordList,
  }),
  'roomWordLists.delete': op({
    ...remove,
    ...byUser,
    path: '/rooms/:room/word-lists/:wordList',
    summary: 'Delete a word list of a room',
    input: ofRoom,
    output: nothing,
  }),
} as const

const reads = { asker: 'app', scope: 'moderation:read' } as const
const writes = { asker: 'app', scope: 'moderation:write' } as const

export const WORD_LIST_APP_COMMANDS = {
  'wordLists.create': op({
    ...create,
    ...writes,
    summary: 'Create a word list, of a room or of the whole server',
    input: z.strictObject({ ...fields, room: RoomId.optional() }),
    output: WordList,
  }),
  'wordLists.list': op({
    ...getAll,
    ...reads,
    summary: 'List the word lists of the server, or of a room',
    input: z.strictObject({ room: RoomId.optional() }),
    output: lists,
  }),
  'wordLists.get': op({
    ...get,
    ...reads,
    summary: 'Get a word list, with its words',
    input: list,
    output: WordList,
  }),
  'wordLists.update': op({
    ...update,
    ...writes,
    summary: 'Change a word list: only the given fields change',
    input: list.extend(change),
    output: WordList,
  }),
  'wordLists.delete': op({
    ...remove,
    ...writes,
    summary: 'Delete a word list',
    input: list,
    output: nothing,
  }),
} as const
