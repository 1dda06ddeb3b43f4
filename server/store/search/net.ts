import type { Batch } from '../tables/json-rows.ts'
import {
  END_OF_TIME,
  type Entry,
  type Indexed,
  type IndexQuery,
  type IndexRange,
  type IndexResult,
  type SearchIndex,
  type Visible,
} from '../tables/search-index.ts'
import type { Run } from '../tables/statement.ts'
import {
  type IndexLookup,
  queriesOf,
  remove,
  removeRange,
  type SearchDialect,
} from './net-queries.ts'

// A database server's full-text index has no order: it returns all matches before the newest of them are known.
// That is right for rare words. Common words are found sooner by a scan of the newest messages. A sample of the
// newest messages shows which of the two is faster. If rows are stored by room, and the caller's rooms have few
// messages, all of these are scanned for every search.

/** The size of the sample: of all rooms, or of one room, whose messages are further apart. */
const SAMPLE = 2000
const SAMPLE_OF_ROOM = 500
/** The most messages that one scan reads. The search can continue from there. */
const SCAN = 200_000
const SCAN_OF_ROOM = 5000
/** Counting messages takes half as long as scanning them, so counts are cached for this time, in these steps. */
const COUNTED_MS = 60_000
const STEP = 20_000
/** Up to this number of rooms, the index also searches for the tokens of the rooms. For more it would be slower. */
const ROOMS_IN_MATCH = 32

/** Costs in µs: of scanning a message, of skipping a match of other rooms in the index, and of using the index. */
const SCAN_US = 1
const SKIP_US = 0.3
const INDEX_US = 5000

/** The search of a dialect, for each database, on any connection. The queries are built once. */
export function netSearch(dialect: SearchDialect): () => (run: Run) => SearchIndex {
  const queries = queriesOf(dialect)
  return () => {
    const counted: Counted = new Map()
    return (run) => new NetSearch(run, dialect, queries, counted)
  }
}
type Queries = ReturnType<typeof queriesOf>
/** By a number of messages: the time that so many messages are newer than, and how long this is cached. */
type Counted = Map<number, { readonly at: number; readonly until: number }>

class NetSearch implements SearchIndex {
  readonly #run: Run
  readonly #dialect: SearchDialect
  readonly #queries: Queries
  readonly #counted: Counted

  constructor(run: Run, dialect: SearchDialect, queries: Queries, counted: Counted) {
    this.#run = run
    this.#dialect = dialect
    this.#queries = queries
    this.#counted = counted
  }

  async find(query: IndexQuery): Promise<IndexResult> {
    const { rooms, limit } = query
    const isOne = rooms.length === 1
    const isFew = rooms.length <= ROOMS_IN_MATCH
    const lookup = this.#lookupOf(query, isFew ? rooms : [])
    const { scannable } = this.#dialect
    if (scannable > 0 && (await query.maxMessages()) <= scannable)
      return { entries: await this.#run.all(this.#queries.scanMine, lookup) }

    const size = isOne ? SAMPLE_OF_ROOM : SAMPLE
    const { bound, sample } = isOne ? this.#queries.inRoom : this.#queries.inAll

    const low = await this.#run.first(bound, { ...lookup, count: size })
    const fits = await this.#run.all(sample, { ...lookup, since: low?.at ?? query.since })
    const seen = visible(fits, rooms).slice(0, limit)
    if (low === undefined || seen.length === limit) return { entries: seen }

    const needed = Math.ceil((1.5 * size * limit) / Math.max(seen.length, 0.5))
    let cost = Number.POSITIVE_INFINITY
    if (isOne) {
      if (needed > SCAN_OF_ROOM) return this.#index(lookup, isFew)
      cost = 0
    } else if (isFew || !isEmpty(query)) {
      const all = await this.#count(lookup, low.at)
      const inAll = (fits.length / size) * all
      const inMine = (seen.length / size) * all
      cost = INDEX_US + this.#dialect.fetch * (isFew ? inMine : inAll) + SKIP_US * inAll
      if (cost < SCAN_US * Math.min(needed, all)) return this.#index(lookup, isFew)
    }
    const scanned = await this.#scan(lookup, isOne, Math.min(needed, SCAN))
    // The sample was wrong: the index is used after all, unless that would take too long.
    return scanned.stopped && cost < SCAN_US * SCAN ? this.#index(lookup, isFew) : scanned
  }

  async add(entries: readonly Indexed[]): Promise<void> {
    await this.#run.first(this.#dialect.add, this.#batch(entries))
  }

  async missing(positions: readonly Entry[]): Promise<readonly Entry[]> {
    const known = await this.#run.all(this.#queries.known, { json: JSON.stringify(positions) })
    const keys = new Set(known.map(keyOf))
    return positions.filter((position) => !keys.has(keyOf(position)))
  }

  async put(entries: readonly Indexed[]): Promise<void> {
    await this.#run.first(this.#dialect.put, this.#batch(entries))
  }

  async remove(position: Entry): Promise<void> {
    await this.#run.first(remove, position)
  }

  async removeRange(range: IndexRange): Promise<void> {
    await this.#run.first(removeRange, range)
  }

  /** A database server merges its index by itself. */
  async tidy(): Promise<boolean> {
    return false
  }

  /** It also removes the words of deleted rows by itself. */
  async forget(): Promise<boolean> {
    return false
  }

  #batch(entries: readonly Indexed[]): Batch {
    const rows = entries.map(({ at, room, seq, body }) => {
      return { at, room, seq, body: this.#dialect.textOf(body) }
    })
    return { json: JSON.stringify(rows) }
  }

  #lookupOf(query: IndexQuery, narrow: readonly Visible[]): IndexLookup {
    const { rooms, since, until, limit, after } = query
    const start = { at: until, room: -1, seq: -1 }
    return {
      ...(after !== undefined && comesAfter(after, start) ? after : start),
      since,
      limit,
      rooms: JSON.stringify(rooms),
      only: rooms[0]?.room ?? -1,
      ...this.#dialect.match(query, narrow),
    }
  }

  async #index(lookup: IndexLookup, isFew: boolean): Promise<IndexResult> {
    const { index, indexOfMany } = this.#queries
    return { entries: await this.#run.all(isFew ? index : indexOfMany, lookup) }
  }

  /** Scans the newest `count` messages. If there are more, the result says where the scan stopped. */
  async #scan(lookup: IndexLookup, isOne: boolean, count: number): Promise<IndexResult> {
    const { scan } = isOne ? this.#queries.inRoom : this.#queries.inAll
    const low = isOne
      ? (await this.#run.first(this.#queries.inRoom.bound, { ...lookup, count }))?.at
      : await this.#lowOf(lookup, count)
    const since = Math.max(low ?? lookup.since, lookup.since)
    const entries = await this.#run.all(scan, { ...lookup, since })
    if (since === lookup.since || entries.length === lookup.limit) return { entries }
    return { entries, stopped: { at: since, room: -1, seq: -1 } }
  }

  /** The time that `count` messages are newer than; undefined if there are fewer. */
  async #lowOf(lookup: IndexLookup, count: number): Promise<number | undefined> {
    const { bound } = this.#queries.inAll
    const now = performance.now()
    if (lookup.at < END_OF_TIME) return (await this.#run.first(bound, { ...lookup, count }))?.at
    const step = Math.ceil(count / STEP) * STEP
    const known = this.#counted.get(step)
    if (known !== undefined && known.until > now) return known.at
    const low = await this.#run.first(bound, { ...lookup, since: 0, count: step })
    // If there are fewer, this is not cached: there may be many more in a minute.
    if (low !== undefined) this.#counted.set(step, { at: low.at, until: now + COUNTED_MS })
    return low?.at
  }

  /** Estimates the number of messages, as if they had always been sent as often as the newest ones. */
  async #count(lookup: IndexLookup, low: number): Promise<number> {
    const { newest = 0, oldest = 0 } = (await this.#run.first(this.#queries.span, lookup)) ?? {}
    return (SAMPLE * (newest - oldest)) / Math.max(newest - low, 1)
  }
}

const isEmpty = ({ rows, sender }: IndexQuery): boolean => rows.length === 0 && sender === undefined
const keyOf = ({ at, room, seq }: Entry): string => `${at} ${room} ${seq}`

function visible(entries: readonly Entry[], rooms: readonly Visible[]): Entry[] {
  const from = new Map(rooms.map((each) => [each.room, each.from]))
  return entries.filter(({ room, seq }) => seq >= (from.get(room) ?? Number.MAX_SAFE_INTEGER))
}

/** Whether `a` is older than `b`, or of the same time and later in the order. */
const comesAfter = (a: Entry, b: Entry): boolean =>
  a.at < b.at || (a.at === b.at && (a.room < b.room || (a.room === b.room && a.seq < b.seq)))
