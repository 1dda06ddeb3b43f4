import type { MessageId, RoomId, UserId } from '../../../protocol/ids.ts'
import type {
  FoundMessage,
  OfMessage,
  PageOf,
  PageRequest,
  Search,
  SearchRead,
  SearchWrite,
  Span,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { entryOf, positionOf } from '../search/entry.ts'
import {
  byRank,
  entryAfter,
  type Rank,
  rankAfter,
  tokenOfEntry,
  tokenOfRank,
} from '../search/page-tokens.ts'
import { rowsOf, scoreOf, spansIn, type Term, termsOf } from '../search/terms.ts'
import { numberOf, senderToken } from '../search/tokens.ts'
import { wordsOf } from '../search/words.ts'
import { type JoinedMessageRow, toMessage } from '../tables/rows.ts'
import { END_OF_TIME, type Entry, type Indexed, type IndexQuery } from '../tables/search-index.ts'
import type { Run } from '../tables/statement.ts'

/** How many of the newest results are ranked. To rank all results of a common word, every message would be read. */
const RANKED = 200
/** How often the index is queried again, if its candidates do not match. */
const TRIES = 8

/** The size of the texts that one transaction indexes, in characters (on MariaDB in bytes): at most some 20 ms. */
const STEP_SIZE = 8192

/**
 * The number of characters that one search compares, in some 25 ms. Then its page ends, and the next page
 * continues there. Messages are fetched in slices, which are smaller for long messages.
 */
const READ = 80_000
const SLICE = { first: 5, most: 100 }

/** A candidate of the index that matches the search. */
type Checked = {
  readonly entry: Entry
  readonly row: JoinedMessageRow
  readonly spans: readonly Span[]
  readonly score: number
}
type Check = {
  readonly search: Search
  readonly terms: readonly Term[]
  readonly rooms: ReadonlyMap<number, Room>
  readonly maxMessages: () => Promise<number>
}
type Room = { readonly id: RoomId; readonly from: number }

export class SearchReader implements SearchRead {
  constructor(protected readonly run: Run) {}

  async find(
    user: UserId,
    search: Search,
    { after, limit }: PageRequest,
  ): Promise<PageOf<FoundMessage> & { readonly rooms: number }> {
    const none = { items: [], next: undefined, afterItem: () => '', rooms: 0 }
    const terms = termsOf(search.texts)
    if (terms.length === 0 && isOnlyText(search)) return none
    const rooms = await this.#rooms(user, search.in)
    if (rooms.size === 0) return none
    const check = { search, terms, rooms, maxMessages: () => this.#maxMessages(user, rooms) }
    const page = await (search.order === 'date'
      ? this.#byDate(check, after, limit)
      : this.#byRank(check, after, limit))
    return { ...page, rooms: rooms.size }
  }

  async doneUntil(): Promise<number> {
    return Number((await this.run.first(queries.setting, SETTING))?.value ?? 0)
  }

  async #rooms(user: UserId, only: RoomId | undefined): Promise<Map<number, Room>> {
    const rows = await this.run.all(queries.visibleRooms, { user })
    return new Map(
      rows
        .filter(({ room }) => only === undefined || room === only)
        .map(({ room, only_joined, joined_seq }) => {
          return [numberOf(room), { id: room, from: only_joined === 1 ? joined_seq : 1 }]
        }),
    )
  }

  /** A room's last seq counts all of its events, so it is an upper bound of its messages. */
  async #maxMessages(user: UserId, rooms: ReadonlyMap<number, Room>): Promise<number> {
    const rows = await this.run.all(queries.lastSeqs, { user })
    return rows.reduce((sum, { room, seq }) => {
      const { from } = rooms.get(numberOf(room)) ?? { from: seq + 1 }
      return sum + Math.max(seq - from + 1, 0)
    }, 0)
  }

  async #byDate(
    check: Check,
    after: string | undefined,
    limit: number,
  ): Promise<PageOf<FoundMessage>> {
    const { found, stopped } = await this.#newest(check, entryAfter(after), limit + 1)
    const shown = found.slice(0, limit)
    const last = found.length > limit ? shown.at(-1)?.entry : stopped
    const afterItem = (index: number) => tokenOfEntry((shown[index] as Checked).entry)
    return { items: shown.map(foundMessage), next: last && tokenOfEntry(last), afterItem }
  }

  async #byRank(
    check: Check,
    after: string | undefined,
    limit: number,
  ): Promise<PageOf<FoundMessage>> {
    const from = rankAfter(after)
    // Messages since the first page are left out. Otherwise they would push the oldest results out.
    const upTo = from && { ...from.newest, seq: from.newest.seq + 1 }
    const { found } = await this.#newest(check, upTo, RANKED)
    const ranked = found
      .map((each) => ({ ...each, ...each.entry }))
      .filter((each) => from === undefined || byRank(from.position, each) < 0)
      .sort(byRank)
    const shown = ranked.slice(0, limit)
    const newest = from?.newest ?? (found[0]?.entry as Entry)
    const afterItem = (index: number) => tokenOfRank({ position: shown[index] as Rank, newest })
    const next = ranked.length > limit ? afterItem(limit - 1) : undefined
    return { items: shown.map(foundMessage), next, afterItem }
  }

  /** Up to `wanted` results, the newest first. If `stopped` is set, there may be more after it. */
  async #newest(check: Check, from: Entry | undefined, wanted: number) {
    const found: Checked[] = []
    let after = from
    let read = 0
    for (let tries = 1; ; tries++) {
      const limit = Math.min(Math.max(wanted - found.length, 20), 100)
      const { entries, stopped } = await this.run.search.find(indexQuery(check, after, limit))
      after = entries.length < limit ? stopped : entries.at(-1)
      for (let at = 0, size: number = SLICE.first; at < entries.length; ) {
        const slice = entries.slice(at, at + size)
        const chars = await this.#check(check, slice, found)
        read += chars
        at += slice.length
        if (read > READ && at < entries.length) return { found, stopped: slice.at(-1) }
        const fits = Math.ceil((READ - read) / Math.max(1, chars / slice.length))
        size = Math.max(1, Math.min(SLICE.most, fits))
      }
      const isOver = after === undefined || stopped !== undefined || tries === TRIES || read > READ
      if (found.length >= wanted || isOver) return { found: found.slice(0, wanted), stopped: after }
    }
  }

  /**
   * Adds the candidates that match the search to `found`, by the messages as they are now: the index may be
   * incomplete or out of date. Returns how many characters it read.
   */
  async #check(
    { search, terms, rooms }: Check,
    entries: readonly Entry[],
    found: Checked[],
  ): Promise<number> {
    const keys = entries.flatMap((entry) => {
      const room = rooms.get(entry.room)
      return room && entry.seq >= room.from ? [{ entry, room: room.id, seq: entry.seq }] : []
    })
    const rows = await this.run.many(queries.messageBySeq, keys)
    let read = 0
    for (const [i, { entry }] of keys.entries()) {
      const row = rows[i]
      read += row?.text.length ?? 0
      if (!row || row.deleted_at !== null || !isInRange(search, row)) continue
      const words = wordsOf(row.text)
      const spans = spansIn(words, terms)
      if (spans === undefined) continue
      found.push({ entry, row, spans, score: scoreOf(words, spans) })
    }
    return read
  }
}

export class SearchWriter extends SearchReader implements SearchWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async add(messages: readonly OfMessage[]): Promise<void> {
    const entries = await this.#entriesOf(messages)
    if (entries.length > 0) await this.run.search.add(entries)
  }

  async #entriesOf(messages: readonly OfMessage[]): Promise<readonly Indexed[]> {
    const keys = messages.toSorted((a, b) =>
      a.room < b.room ? -1 : a.room > b.room ? 1 : a.seq - b.seq,
    )
    // A concurrent edit or deletion waits for this lock, and then finds the entry in the index.
    await this.run.many(queries.lockMessage, keys)
    const rows = await this.run.many(queries.messageBySeq, keys)
    this.recorder.hasWritten = true
    return rows.flatMap((row) =>
      row === undefined || row.deleted_at !== null ? [] : [entryOf(row, row.seq, row.created_at)],
    )
  }

  async setDoneUntil(at: number): Promise<void> {
    const value = String(at)
    const isKnown = await this.run.first(queries.setting, SETTING)
    await this.recorder.write(isKnown ? queries.updateSetting : queries.insertSetting, {
      ...SETTING,
      value,
    })
  }

  async addMissing(after: string, limit: number): Promise<MessageId | undefined> {
    const created = await this.run.all(queries.createdAfter, { after, limit })
    const living = created.filter(({ deleted_at }) => deleted_at === null)
    const positions = living.map(({ room, seq, created_at }) => positionOf(room, seq, created_at))
    const missing = new Set(await this.run.search.missing(positions))
    const { value: last = '' } = (await this.run.first(queries.setting, REPLACE)) ?? {}
    const remaining = living.filter(({ id }, i) => id <= last || missing.has(positions[i] as Entry))
    const batch = upTo(STEP_SIZE, remaining)
    const entries = batch.length > 0 ? await this.#entriesOf(batch) : []
    if (entries.length > 0) await this.run.search.put(entries)
    return (batch.length < remaining.length ? batch : created).at(-1)?.id
  }

  async tidy(): Promise<boolean> {
    this.recorder.hasWritten = true
    return this.run.search.tidy()
  }
}

/** The first rows, up to a total size, and at least one. */
function upTo<T extends { readonly size: number }>(max: number, rows: readonly T[]): readonly T[] {
  let size = 0
  const end = rows.findIndex((row, i) => {
    size += row.size
    return i > 0 && size > max
  })
  return end < 0 ? rows : rows.slice(0, end)
}

const foundMessage = ({ row, spans }: Checked): FoundMessage => ({ message: toMessage(row), spans })

const SETTING = { name: 'searchable-until' }
/** The id of the last message whose entry may have been made by older word rules. */
const REPLACE = { name: 'search-replace-until' }

const isOnlyText = ({ texts, from, in: room, since, until }: Search): boolean =>
  texts.length > 0 && [from, room, since, until].every((each) => each === undefined)

const isInRange = (
  { from, since, until }: Search,
  row: { sender: UserId; created_at: number },
): boolean =>
  (from === undefined || row.sender === from) &&
  (since === undefined || row.created_at >= since) &&
  (until === undefined || row.created_at < until)

const indexQuery = (
  { search, terms, rooms, maxMessages }: Check,
  after: Entry | undefined,
  limit: number,
): IndexQuery => ({
  rows: rowsOf(terms),
  sender: search.from && senderToken(search.from),
  rooms: [...rooms].map(([room, { from }]) => ({ room, from })),
  maxMessages,
  since: Math.min(search.since ?? 0, END_OF_TIME),
  until: Math.min(search.until ?? END_OF_TIME, END_OF_TIME),
  after,
  limit,
})
