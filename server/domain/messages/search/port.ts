import type { Message } from '../../../../protocol/entities.ts'
import type { MessageId, RoomId, UserId } from '../../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../../paging.ts'

/**
 * A search query. A message must contain each of the `texts`, each a word or a phrase; without texts every message
 * matches. `since` (inclusive) and `until` (exclusive) are ms of the epoch.
 */
export type Search = {
  readonly texts: readonly string[]
  readonly from?: UserId
  readonly in?: RoomId
  readonly since?: number
  readonly until?: number
  /** By date, the newest first; or by rank among the newest. */
  readonly order: 'date' | 'rank'
}

/** A piece of a text, in UTF-16 units. */
export type Span = { readonly start: number; readonly end: number }

export type FoundMessage = { readonly message: Message; readonly spans: readonly Span[] }

/** A page can have fewer items than its limit and still a `next`, if the search has not come to the end. */
export type FoundPage = PageOf<FoundMessage>

/**
 * A search in progress. To compare texts takes longer than to read them, so it is done outside of a transaction,
 * which would delay the writes of others, and in pieces.
 */
export interface RunningSearch {
  /** The number of rooms that are searched. */
  readonly rooms: number
  /** The length of the texts that were read so far, in UTF-16 units. */
  readonly chars: number
  /** Compares some of the texts that were read, in a few milliseconds. Returns whether there are more of them. */
  compare(): boolean
  /** The page, when all texts are compared. Undefined if the search must be continued, by another `find`. */
  page(): FoundPage | undefined
}

export interface SearchRead {
  /** Begins a search of the messages that the user may see, or continues it. */
  find(
    user: UserId,
    search: Search,
    page: PageRequest,
    earlier?: RunningSearch,
  ): Promise<RunningSearch>
  /** The time up to which every message is in the index, in ms of the epoch; 0 if it is unknown. */
  doneUntil(): Promise<number>
}

export type OfMessage = { readonly room: RoomId; readonly seq: number }

export interface SearchWrite extends SearchRead {
  /** Adds new messages to the index. Edits and deletions change the index themselves. */
  add(messages: readonly OfMessage[]): Promise<void>
  setDoneUntil(at: number): Promise<void>
  /**
   * Adds those of the next `limit` messages after this id that are missing or were indexed by older rules. Answers the
   * last of these ids.
   */
  addMissing(after: string, limit: number): Promise<MessageId | undefined>
  /** Optimises a part of the index; answers whether there may be more to do. */
  tidy(): Promise<boolean>
  /** Removes a part of the words of deleted messages from the files; answers whether there may be more to do. */
  forget(isFirst: boolean): Promise<boolean>
}

/** The search index, which is updated in the background. */
export interface Indexing {
  /** Resolves when the messages that this node sent before can be found, or after a time limit. */
  caughtUp(): Promise<void>
}
