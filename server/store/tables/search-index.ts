/** A time after every message, in ms of the epoch. */
export const END_OF_TIME = 3_800_000_000_000

/** The position of a message in the order of search results: by time, then by room and seq. Rooms are numbers. */
export type Entry = { readonly at: number; readonly room: number; readonly seq: number }

/** A room that is searched, and the first seq that the caller may see in it. */
export type Visible = { readonly room: number; readonly from: number }

/** A query of the index. */
export type IndexQuery = {
  /** Each row is a list of tokens that must follow one another in the message. */
  readonly rows: readonly (readonly string[])[]
  readonly sender: string | undefined
  readonly rooms: readonly Visible[]
  /** An upper bound of the number of messages in all of the rooms. */
  readonly maxMessages: () => Promise<number>
  /** The first time of the range, in ms of the epoch. */
  readonly since: number
  /** The end of the range, which is not part of it, in ms of the epoch. */
  readonly until: number
  /** Results begin after this position: they are older. */
  readonly after: Entry | undefined
  readonly limit: number
}

/**
 * The newest candidates, the newest first: the caller checks the messages themselves. `stopped` is set if
 * the index ended its search early, with fewer entries than the limit; there may be more after this position.
 */
export type IndexResult = { readonly entries: readonly Entry[]; readonly stopped?: Entry }

/** Messages of a room: their seqs from `from` to `to`, and the times between which all of them were sent. */
export type IndexRange = {
  readonly room: number
  readonly from: number
  readonly to: number
  readonly since: number
  readonly until: number
}

/**
 * The search index within one transaction: the tokens of each message, but not its text. The interface of
 * each database's own full-text search.
 */
export interface SearchIndex {
  find(query: IndexQuery): Promise<IndexResult>
  /** Adds the entries that are missing. An existing entry is as new as the added one, or newer, and stays. */
  add(entries: readonly Indexed[]): Promise<void>
  /** Returns the positions that have no entry. */
  missing(positions: readonly Entry[]): Promise<readonly Entry[]>
  /** Adds or replaces entries. */
  put(entries: readonly Indexed[]): Promise<void>
  remove(position: Entry): Promise<void>
  removeRange(range: IndexRange): Promise<void>
  /** Merges a small part of the index, in some 5 ms. Returns whether there may be more to merge. */
  tidy(): Promise<boolean>
  /** Removes a part of the words of deleted messages. Returns whether there may be more. `isFirst`: the first part. */
  forget(isFirst: boolean): Promise<boolean>
}

export type Indexed = Entry & { readonly body: Body }

/** The tokens of a message: `row` are its words in their order, `more` are tokens without a position. */
export type Body = { readonly row: readonly string[]; readonly more: readonly string[] }
