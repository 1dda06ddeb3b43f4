import type { Batch } from '../tables/json-rows.ts'
import {
  type Entry,
  FAR,
  type Indexed,
  type IndexQuery,
  type IndexResult,
  type SearchIndex,
  type Visible,
} from '../tables/search-index.ts'
import type { Run } from '../tables/statement.ts'
import { type Dialect, type IndexLookup, queriesOf, remove, removeRoom } from './net-queries.ts'

// A database server's full-text index has no order: it hands out all that fits before the newest can be
// told from the others. That is as it should be for what is rare; what is common is found sooner by
// looking at the newest messages one by one. A look at the very newest tells which it is. Where rows lie
// room by room, whoever has not very many messages in all has them looked at, whatever they ask for.

/** So many are that: of all rooms, or of one, whose messages lie further apart. */
const SAMPLE = 2000
const SAMPLE_OF_ROOM = 500
/** The most that are looked at one by one. Whoever asked may go on from there. */
const WALK = 200_000
const WALK_OF_ROOM = 5000
/** To count them takes half as long as to look at them: for so long, and in such steps, it is remembered. */
const COUNTED_MS = 60_000
const STEP = 20_000
/** So many rooms' tokens are looked for along with the words: more cost more than they spare. */
const ROOMS_IN_MATCH = 32

// What it costs, in µs: to look at a message, to pass a find of other rooms in the index, and to begin.
const LOOK = 1
const PASS = 0.3
const BEGIN = 5000

/** A dialect's search, for each database, on whatever connection; its queries are built once for all. */
export function netSearch(dialect: Dialect): () => (run: Run) => SearchIndex {
  const queries = queriesOf(dialect)
  return () => {
    const counted: Counted = new Map()
    return (run) => new NetSearch(run, dialect, queries, counted)
  }
}
type Queries = ReturnType<typeof queriesOf>
/** The time that so many of all messages are newer than, and until when that is near enough. */
type Counted = Map<number, { readonly at: number; readonly until: number }>

class NetSearch implements SearchIndex {
  readonly #run: Run
  readonly #dialect: Dialect
  readonly #queries: Queries
  readonly #counted: Counted

  constructor(run: Run, dialect: Dialect, queries: Queries, counted: Counted) {
    this.#run = run
    this.#dialect = dialect
    this.#queries = queries
    this.#counted = counted
  }

  async find(asked: IndexQuery): Promise<IndexResult> {
    const { rooms, limit } = asked
    const isOne = rooms.length === 1
    const isFew = rooms.length <= ROOMS_IN_MATCH
    const look = this.#look(asked, isFew ? rooms : [])
    const { walkable } = this.#dialect
    if (walkable > 0 && (await asked.most()) <= walkable)
      return { entries: await this.#run.all(this.#queries.throughMine, look) }

    const size = isOne ? SAMPLE_OF_ROOM : SAMPLE
    const { bound, sample } = isOne ? this.#queries.inRoom : this.#queries.inAll

    const low = await this.#run.first(bound, { ...look, count: size })
    const fits = await this.#run.all(sample, { ...look, since: low?.at ?? asked.since })
    const seen = visible(fits, rooms).slice(0, limit)
    if (low === undefined || seen.length === limit) return { entries: seen }

    const needed = Math.ceil((1.5 * size * limit) / Math.max(seen.length, 0.5))
    let cost = Number.POSITIVE_INFINITY
    if (isOne) {
      if (needed > WALK_OF_ROOM) return this.#index(look, isFew)
      cost = 0
    } else if (isFew || !isEmpty(asked)) {
      const all = await this.#count(look, low.at)
      const inAll = (fits.length / size) * all
      const inMine = (seen.length / size) * all
      cost = BEGIN + this.#dialect.fetch * (isFew ? inMine : inAll) + PASS * inAll
      if (cost < LOOK * Math.min(needed, all)) return this.#index(look, isFew)
    }
    const walked = await this.#walk(look, isOne, Math.min(needed, WALK))
    // It was not as the newest said: the index after all, unless that would take too long.
    return walked.stopped && cost < LOOK * WALK ? this.#index(look, isFew) : walked
  }

  async add(entries: readonly Indexed[]): Promise<void> {
    await this.#run.first(this.#dialect.add, this.#batch(entries))
  }

  async missing(places: readonly Entry[]): Promise<readonly Entry[]> {
    const known = await this.#run.all(this.#queries.known, { json: JSON.stringify(places) })
    const words = new Set(known.map(wordOf))
    return places.filter((place) => !words.has(wordOf(place)))
  }

  async put(entries: readonly Indexed[]): Promise<void> {
    await this.#run.first(this.#dialect.put, this.#batch(entries))
  }

  async remove(place: Entry): Promise<void> {
    await this.#run.first(remove, place)
  }

  async removeRoom(room: number): Promise<void> {
    await this.#run.first(removeRoom, { room })
  }

  /** A server sees to that by itself. */
  async tidy(): Promise<boolean> {
    return false
  }

  #batch(entries: readonly Indexed[]): Batch {
    const rows = entries.map(({ at, room, seq, body }) => {
      return { at, room, seq, body: this.#dialect.textOf(body) }
    })
    return { json: JSON.stringify(rows) }
  }

  #look(asked: IndexQuery, narrow: readonly Visible[]): IndexLookup {
    const { rooms, since, until, limit, after } = asked
    const start = { at: until, room: -1, seq: -1 }
    return {
      ...(after !== undefined && comesAfter(after, start) ? after : start),
      since,
      limit,
      rooms: JSON.stringify(rooms),
      only: rooms[0]?.room ?? -1,
      ...this.#dialect.match(asked, narrow),
    }
  }

  async #index(look: IndexLookup, isFew: boolean): Promise<IndexResult> {
    const { index, indexOfMany } = this.#queries
    return { entries: await this.#run.all(isFew ? index : indexOfMany, look) }
  }

  /** The newest one by one; where there are more than so many, that is where it stopped. */
  async #walk(look: IndexLookup, isOne: boolean, count: number): Promise<IndexResult> {
    const { walk } = isOne ? this.#queries.inRoom : this.#queries.inAll
    const low = isOne
      ? (await this.#run.first(this.#queries.inRoom.bound, { ...look, count }))?.at
      : await this.#lowOf(look, count)
    const since = Math.max(low ?? look.since, look.since)
    const entries = await this.#run.all(walk, { ...look, since })
    if (since === look.since || entries.length === look.limit) return { entries }
    return { entries, stopped: { at: since, room: -1, seq: -1 } }
  }

  /** The time that so many are newer than; undefined where there are fewer. */
  async #lowOf(look: IndexLookup, count: number): Promise<number | undefined> {
    const { bound } = this.#queries.inAll
    const now = performance.now()
    if (look.at < FAR) return (await this.#run.first(bound, { ...look, count }))?.at
    const step = Math.ceil(count / STEP) * STEP
    const known = this.#counted.get(step)
    if (known !== undefined && known.until > now) return known.at
    const low = await this.#run.first(bound, { ...look, since: 0, count: step })
    // Where there are fewer, there may be many more in a minute.
    if (low !== undefined) this.#counted.set(step, { at: low.at, until: now + COUNTED_MS })
    return low?.at
  }

  /** How many messages there are, if they were always said as often as the newest. */
  async #count(look: IndexLookup, low: number): Promise<number> {
    const { newest = 0, oldest = 0 } = (await this.#run.first(this.#queries.span, look)) ?? {}
    return (SAMPLE * (newest - oldest)) / Math.max(newest - low, 1)
  }
}

const isEmpty = ({ rows, sender }: IndexQuery): boolean => rows.length === 0 && sender === undefined
const wordOf = ({ at, room, seq }: Entry): string => `${at} ${room} ${seq}`

function visible(entries: readonly Entry[], rooms: readonly Visible[]): Entry[] {
  const from = new Map(rooms.map((each) => [each.room, each.from]))
  return entries.filter(({ room, seq }) => seq >= (from.get(room) ?? Number.MAX_SAFE_INTEGER))
}

/** Whether the first is older, or of the same time and further on. */
const comesAfter = (a: Entry, b: Entry): boolean =>
  a.at < b.at || (a.at === b.at && (a.room < b.room || (a.room === b.room && a.seq < b.seq)))
