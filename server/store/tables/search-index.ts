/** Later than anything will be said, in ms of the epoch. */
export const FAR = 3_800_000_000_000

/** A message's place in the order of what is found: by time, then by room and seq. Rooms are numbers. */
export type Entry = { readonly at: number; readonly room: number; readonly seq: number }

/** A room that is looked in, and the first seq that the caller may see there. */
export type Visible = { readonly room: number; readonly from: number }

/** What the index is asked: rows of tokens that follow each other, and of whom. */
export type IndexQuery = {
  readonly rows: readonly (readonly string[])[]
  readonly sender: string | undefined
  readonly rooms: readonly Visible[]
  /** So many messages or fewer are in them all. */
  readonly most: () => Promise<number>
  /** From when on, and before when, in ms of the epoch. */
  readonly since: number
  readonly until: number
  /** Only what comes after this one, which is older. */
  readonly after: Entry | undefined
  readonly limit: number
}

/**
 * The newest that may fit, the newest first: whoever asked looks at the messages themselves. `stopped`:
 * there are fewer than were asked for, and so far it has looked; there may be more after that.
 */
export type IndexResult = { readonly entries: readonly Entry[]; readonly stopped?: Entry }

/**
 * The index of what is said, within one transaction: tokens of messages by place, and none of their text. Each database's own
 * full-text search behind one face.
 */
export interface SearchIndex {
  find(asked: IndexQuery): Promise<IndexResult>
  /** Takes up what is not in it yet: what it knows already, it knows as well or better. */
  add(entries: readonly Indexed[]): Promise<void>
  /** Which of these it does not know. */
  missing(places: readonly Entry[]): Promise<readonly Entry[]>
  /** Whatever it knew of the messages, it now knows this. */
  put(entries: readonly Indexed[]): Promise<void>
  remove(place: Entry): Promise<void>
  removeRoom(room: number): Promise<void>
  /** Puts a little of it in better order, some 5 ms; answers whether there may be more to do. */
  tidy(): Promise<boolean>
}

export type Indexed = Entry & { readonly body: Body }

/** The tokens of a message: its words as they follow each other, then what has no place among them. */
export type Body = { readonly row: readonly string[]; readonly more: readonly string[] }
