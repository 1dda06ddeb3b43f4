import type { WordAction, WordList } from '../../../protocol/entities.ts'
import type { RoomId, WordListId } from '../../../protocol/ids.ts'
import type { Standing } from '../rooms/port.ts'

/** A list with its words. */
export type StoredWordList = WordList & { readonly words: string[] }

export type NewWordList = {
  readonly name: string
  readonly action: WordAction
  readonly words: readonly string[]
}

/** A list whose words are parsed when they are needed. `key`: their text, which is the same as long as they are. */
export type UnparsedWordList = {
  readonly name: string
  readonly action: WordAction
  readonly key: string
  words(): readonly string[]
}

export type WordListChange = { readonly [K in keyof NewWordList]?: NewWordList[K] | undefined }

export interface WordListsRead {
  get(id: WordListId): Promise<StoredWordList | undefined>
  /** The lists of a room, or of the whole server, by id. */
  list(room: RoomId | undefined): Promise<readonly StoredWordList[]>
  /** The lists of the whole server, by id. */
  listUnparsed(): Promise<readonly UnparsedWordList[]>
  count(room: RoomId | undefined): Promise<number>
  /** Changes with every change of a list of the whole server. */
  version(): Promise<string>
}

export interface WordListsWrite extends WordListsRead {
  create(list: NewWordList, room: RoomId | undefined): Promise<StoredWordList>
  update(list: StoredWordList, change: WordListChange): Promise<StoredWordList>
  delete(list: WordList): Promise<void>
  /** Lets other changes of the lists of the whole server wait until this one has ended. */
  lock(): Promise<void>
}

/** A text after the word lists. `flags`: the names of the lists that ask to record it. */
export type FilteredText = { readonly text: string; readonly flags: readonly string[] }

/** The word lists that are in force, in memory. */
export interface WordFilter {
  /** Refuses `invalid_input` for words that match nothing, or everything. */
  requireWords(words: readonly string[]): void
  /** Applies the lists of the server and of the room. Refuses `text_refused`. */
  apply(
    reader: { readonly wordLists: WordListsRead },
    standing: Standing,
    text: string,
  ): Promise<FilteredText>
  /** Called after a commit that changed a list of the whole server. */
  changed(): Promise<void>
}
