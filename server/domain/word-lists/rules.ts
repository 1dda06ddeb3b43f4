import type { WordList } from '../../../protocol/entities.ts'
import type { RoomId, WordListId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { allHandled } from '../../../protocol/whole.ts'
import type {
  NewAuditEntry,
  NewWordList,
  Reader,
  StoredWordList,
  Tx,
  WordFilter,
  WordListChange,
} from '../ports.ts'

type By = Pick<NewAuditEntry, 'act' | 'by' | 'key'>

/** A list of the room, or of the whole server. Refuses `not_found`. */
export async function existingList(
  reader: Reader,
  id: WordListId,
  room?: RoomId,
): Promise<StoredWordList> {
  const list = await reader.wordLists.get(id)
  if (list === undefined || list.room !== room) throw noList()
  return list
}

export const noList = (): Refusal =>
  new Refusal('not_found', 'The word list does not exist, or was deleted: check the id')

/** The transaction has locked the lists of the room or of the server, so that the limit is exact. */
export async function createList(
  tx: Tx,
  filter: WordFilter,
  list: NewWordList,
  room: RoomId | undefined,
  by: By,
): Promise<WordList> {
  filter.requireWords(list.words)
  await requireBytes(tx, list.words, room)
  const limit = room === undefined ? LIMITS.wordLists : LIMITS.wordListsPerRoom
  if ((await tx.wordLists.count(room)) >= limit)
    throw new Refusal(
      'too_many',
      `At most ${limit} word lists can exist ${room === undefined ? 'on the server' : 'in a room'}: delete one, or add words to one`,
    )
  const created = await tx.wordLists.create(list, room)
  tx.audit.add({ ...by, room, target: created.id, after: detailsOf(created) })
  return created
}

export async function changeList(
  tx: Tx,
  filter: WordFilter,
  list: StoredWordList,
  { name, action, words, ...rest }: WordListChange,
  by: By,
): Promise<WordList> {
  allHandled(rest)
  if (words !== undefined) {
    filter.requireWords(words)
    await requireBytes(tx, words, list.room, list.id)
  }
  const changed = await tx.wordLists.update(list, { name, action, words })
  const before = detailsOf(list)
  tx.audit.add({ ...by, room: list.room, target: list.id, before, after: detailsOf(changed) })
  return changed
}

/** The lists of a room are read and prepared while a message is sent, so their words have one bound together. */
async function requireBytes(
  tx: Tx,
  words: readonly string[],
  room: RoomId | undefined,
  replaced?: WordListId,
): Promise<void> {
  const others = room === undefined ? [] : await tx.wordLists.list(room)
  const all = others.flatMap((list) => (list.id === replaced ? [] : list.words)).concat(words)
  const bytes = all.reduce((sum, word) => sum + Buffer.byteLength(word), 0)
  if (bytes <= LIMITS.wordListBytes) return
  const whose = room === undefined ? 'of a list' : 'of all lists of a room together'
  throw new Refusal(
    'too_many',
    `The words ${whose} may have ${LIMITS.wordListBytes / 1024} KiB: leave out some, or use * for words that begin or end alike`,
  )
}

export async function deleteList(tx: Tx, list: StoredWordList, by: By): Promise<void> {
  await tx.wordLists.delete(list)
  tx.audit.add({ ...by, room: list.room, target: list.id, before: detailsOf(list) })
}

const detailsOf = ({ action, wordCount }: WordList) => ({ action, wordCount })

/** Lists without their words, which can be large. */
export const withoutWords = (lists: readonly WordList[]): WordList[] =>
  lists.map(({ words: _, ...list }) => list)
