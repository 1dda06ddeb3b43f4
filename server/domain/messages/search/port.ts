import type { Message } from '../../../../protocol/entities.ts'
import type { MessageId, RoomId, UserId } from '../../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../../paging.ts'

/**
 * What is looked for: each text a word, or several one after another; all of it, and with no text whatever
 * was said. Times are ms of the epoch: from `since` on, and before `until`.
 */
export type Search = {
  readonly texts: readonly string[]
  readonly from?: UserId
  readonly in?: RoomId
  readonly since?: number
  readonly until?: number
  /** The newest first, or of the newest those first that speak of it most. */
  readonly order: 'date' | 'rank'
}

/** A piece of a text, from and to these of its UTF-16 units. */
export type Span = { readonly start: number; readonly end: number }

export type FoundMessage = { readonly message: Message; readonly spans: readonly Span[] }

export interface SearchRead {
  /**
   * Only what the user may see as it now stands. A page may hold less than its limit and yet have a
   * `next`: so far was looked. `rooms`: in how many rooms.
   */
  find(
    user: UserId,
    search: Search,
    turn: PageRequest,
  ): Promise<PageOf<FoundMessage> & { readonly rooms: number }>
  /** Up to when everything that was said is findable, in ms of the epoch; 0 where nothing is known. */
  doneUntil(): Promise<number>
}

export type OfMessage = { readonly room: RoomId; readonly seq: number }

export interface SearchWrite extends SearchRead {
  /** Makes new messages findable. Whoever edits or deletes one has that done in passing. */
  add(messages: readonly OfMessage[]): Promise<void>
  setDoneUntil(at: number): Promise<void>
  /** Does it for those that were left out or are findable by older rules, of the next ones made after this id; answers the last id of them. */
  addMissing(after: string, limit: number): Promise<MessageId | undefined>
  /** Makes what comes later cheaper to find; answers whether there may be more to do. */
  tidy(): Promise<boolean>
}

/** The index of search, which follows the log in the background. */
export interface Indexing {
  /** Resolves when what was sent on this node before can be found, or when that takes too long to wait for. */
  caughtUp(): Promise<void>
}
