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
import { entryOf, placeOf } from '../search/entry.ts'
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
import { toMessage, type WholeMessageRow } from '../tables/rows.ts'
import { type Entry, FAR, type Indexed, type IndexQuery } from '../tables/search-index.ts'
import type { Run } from '../tables/statement.ts'

/** So many of the newest are put in order of rank: of all, a common word would be read everywhere. */
const RANKED = 200
/** How often the index is asked anew where what it found is not what was meant. */
const TRIES = 8

/** Texts that are taken up in one transaction, in characters (on MariaDB in bytes): some 20 ms at the worst. */
const STEP_SIZE = 8192

/**
 * Characters that one search compares, some 25 ms: then its page ends, and the next one goes on. Messages are
 * fetched so many at a time, fewer where they are long.
 */
const READ = 80_000
const SLICE = { first: 5, most: 100 }

/** What the index found, and is what was asked for. */
type Checked = {
  readonly entry: Entry
  readonly row: WholeMessageRow
  readonly spans: readonly Span[]
  readonly score: number
}
type Check = {
  readonly search: Search
  readonly terms: readonly Term[]
  readonly rooms: ReadonlyMap<number, Room>
  readonly most: () => Promise<number>
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
    const check = { search, terms, rooms, most: () => this.#most(user, rooms) }
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

  /** A room's last seq counts everything that happened there. */
  async #most(user: UserId, rooms: ReadonlyMap<number, Room>): Promise<number> {
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
    return { items: shown.map(findingOf), next: last && tokenOfEntry(last), afterItem }
  }

  async #byRank(
    check: Check,
    after: string | undefined,
    limit: number,
  ): Promise<PageOf<FoundMessage>> {
    const from = rankAfter(after)
    // What was said since the first page would push the oldest out.
    const upTo = from && { ...from.newest, seq: from.newest.seq + 1 }
    const { found } = await this.#newest(check, upTo, RANKED)
    const ranked = found
      .map((each) => ({ ...each, ...each.entry }))
      .filter((each) => from === undefined || byRank(from.place, each) < 0)
      .sort(byRank)
    const shown = ranked.slice(0, limit)
    const newest = from?.newest ?? (found[0]?.entry as Entry)
    const afterItem = (index: number) => tokenOfRank({ place: shown[index] as Rank, newest })
    const next = ranked.length > limit ? afterItem(limit - 1) : undefined
    return { items: shown.map(findingOf), next, afterItem }
  }

  /** As many as are wanted, the newest first. `stopped`: there may be more, from there on. */
  async #newest(check: Check, from: Entry | undefined, wanted: number) {
    const found: Checked[] = []
    let after = from
    let read = 0
    for (let tries = 1; ; tries++) {
      const limit = Math.max(wanted - found.length, 20)
      const { entries, stopped } = await this.run.search.find(askedOf(check, after, limit))
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
   * Finds those that are what was asked for, as they now stand: the index may know less, or what was
   * before. Answers how many characters it read for that.
   */
  async #check(
    { search, terms, rooms }: Check,
    entries: readonly Entry[],
    found: Checked[],
  ): Promise<number> {
    const places = entries.flatMap((entry) => {
      const room = rooms.get(entry.room)
      return room && entry.seq >= room.from ? [{ entry, room: room.id, seq: entry.seq }] : []
    })
    const rows = await this.run.many(queries.messageBySeq, places)
    let read = 0
    for (const [i, { entry }] of places.entries()) {
      const row = rows[i]
      read += row?.text.length ?? 0
      if (!row || row.deleted_at !== null || !isOf(search, row)) continue
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
    private readonly writing: EventRecorder,
  ) {
    super(run)
  }

  async add(messages: readonly OfMessage[]): Promise<void> {
    const entries = await this.#entriesOf(messages)
    if (entries.length > 0) await this.run.search.add(entries)
  }

  async #entriesOf(messages: readonly OfMessage[]): Promise<readonly Indexed[]> {
    const places = messages.toSorted((a, b) =>
      a.room < b.room ? -1 : a.room > b.room ? 1 : a.seq - b.seq,
    )
    // Who edits or deletes one of them meanwhile waits, and then finds it in the index.
    await this.run.many(queries.lockMessage, places)
    const rows = await this.run.many(queries.messageBySeq, places)
    this.writing.hasWritten = true
    return rows.flatMap((row) =>
      row === undefined || row.deleted_at !== null ? [] : [entryOf(row, row.seq, row.created_at)],
    )
  }

  async setDoneUntil(at: number): Promise<void> {
    const value = String(at)
    const isKnown = await this.run.first(queries.setting, SETTING)
    await this.writing.write(isKnown ? queries.updateSetting : queries.insertSetting, {
      ...SETTING,
      value,
    })
  }

  async addMissing(after: string, limit: number): Promise<MessageId | undefined> {
    const made = await this.run.all(queries.madeAfter, { after, limit })
    const living = made.filter(({ deleted_at }) => deleted_at === null)
    const places = living.map(({ room, seq, created_at }) => placeOf(room, seq, created_at))
    const missing = new Set(await this.run.search.missing(places))
    const { value: last = '' } = (await this.run.first(queries.setting, REPLACE)) ?? {}
    const left = living.filter(({ id }, i) => id <= last || missing.has(places[i] as Entry))
    const taken = upTo(STEP_SIZE, left)
    const entries = taken.length > 0 ? await this.#entriesOf(taken) : []
    if (entries.length > 0) await this.run.search.put(entries)
    return (taken.length < left.length ? taken : made).at(-1)?.id
  }

  async tidy(): Promise<boolean> {
    this.writing.hasWritten = true
    return this.run.search.tidy()
  }
}

/** As many as have this size together, and one at least. */
function upTo<T extends { readonly size: number }>(most: number, rows: readonly T[]): readonly T[] {
  let size = 0
  const end = rows.findIndex((row, i) => {
    size += row.size
    return i > 0 && size > most
  })
  return end < 0 ? rows : rows.slice(0, end)
}

const findingOf = ({ row, spans }: Checked): FoundMessage => ({ message: toMessage(row), spans })

const SETTING = { name: 'searchable-until' }
/** The id of the last message whose entry may be of older rules for words. */
const REPLACE = { name: 'search-replace-until' }

const isOnlyText = ({ texts, from, in: room, since, until }: Search): boolean =>
  texts.length > 0 && [from, room, since, until].every((each) => each === undefined)

const isOf = (
  { from, since, until }: Search,
  row: { sender: UserId; created_at: number },
): boolean =>
  (from === undefined || row.sender === from) &&
  (since === undefined || row.created_at >= since) &&
  (until === undefined || row.created_at < until)

const askedOf = (
  { search, terms, rooms, most }: Check,
  after: Entry | undefined,
  limit: number,
): IndexQuery => ({
  rows: rowsOf(terms),
  sender: search.from && senderToken(search.from),
  rooms: [...rooms].map(([room, { from }]) => ({ room, from })),
  most,
  since: Math.min(search.since ?? 0, FAR),
  until: Math.min(search.until ?? FAR, FAR),
  after,
  limit,
})
