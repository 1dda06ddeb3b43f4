import { type RawBuilder, sql } from 'kysely'
import { type Batch, type JsonRows, raw } from '../batch.ts'
import type { Query, Run } from '../statement.ts'
import type { Asked, Entry, Indexed, Looked, SearchIndex, Visible } from './index.ts'
import type { Body } from './tokens.ts'

// A database server's full-text index has no order: it hands out all that fits before the newest can be
// told from the others. That is as it should be for what is rare; what is common is found sooner by
// looking at the newest messages one by one. A look at the very newest tells which it is.

/** So many are that: of all rooms, or of one, whose messages lie further apart. */
const SAMPLE = 2000
const SAMPLE_OF_ROOM = 500
/** So many are looked at one by one; each costs 1 µs. */
const WALK = 50_000
/** The most, where the index would take longer still. Whoever asked may go on from there. */
const LONG_WALK = 200_000
/** What fits more often than that is too common for the index, where each find costs 3 to 50 µs. */
const COMMON = 0.01
/** So many rooms' tokens are looked for along with the words: more cost more than they spare. */
const ROOMS_IN_MATCH = 32

/** A database's own way to say what is looked for. */
export type Dialect = {
  readonly rows: JsonRows
  /** Keeps the tables of a join in the order in which they are named. */
  readonly inOrder: RawBuilder<unknown>
  /** The values that `fits` and `found` speak of; `narrow`: rooms that the index is to look in alone. */
  match(asked: Asked, narrow: readonly Visible[]): Match
  /** Whether a row of `search` fits, looked at for itself. */
  fits(a: Match): RawBuilder<unknown>
  /** What the index finds of it, as a table. */
  found(a: Match, inRange: RawBuilder<unknown>): RawBuilder<unknown>
  textOf(body: Body): string
  /** Entries are rows of JSON. What is there already stays, or is replaced. */
  readonly add: Query<Batch, never>
  readonly put: Query<Batch, never>
}
/** `match` is for `found`; what `fits` compares with knows nothing of rooms. */
export type Match = { readonly match: string; readonly words?: string | null } & {
  readonly [K in `like${0 | 1 | 2 | 3 | 4 | 5}`]?: string
}

/** `at`, `room` and `seq` are of the place that all found come after; none is older than `since`. */
type Look = Entry & Match & { since: number; rooms: string; only: number; limit: number }

/** A dialect's search on whatever connection; its queries are built once for all. */
export function netSearch(dialect: Dialect): (run: Run) => SearchIndex {
  const queries = queriesOf(dialect)
  return (run) => new NetSearch(run, dialect, queries)
}
type Queries = ReturnType<typeof queriesOf>

class NetSearch implements SearchIndex {
  readonly #run: Run
  readonly #dialect: Dialect
  readonly #queries: Queries

  constructor(run: Run, dialect: Dialect, queries: Queries) {
    this.#run = run
    this.#dialect = dialect
    this.#queries = queries
  }

  async find(asked: Asked): Promise<Looked> {
    const { rooms, limit } = asked
    const { inRoom, inAll, index } = this.#queries
    const isOne = rooms.length === 1
    const isFew = rooms.length <= ROOMS_IN_MATCH
    const look = this.#look(asked, isFew ? rooms : [])

    const newest = isOne ? inRoom : inAll
    const low = await this.#run.first(newest.sampled, look)
    const sample = await this.#run.all(newest.sample, { ...look, since: low?.at ?? asked.since })
    const seen = visible(sample, rooms).slice(0, limit)
    if (low === undefined || seen.length === limit) return { entries: seen }

    const needed = (SAMPLE * limit) / Math.max(seen.length, 1)
    if (!isOne && needed <= WALK) {
      const walked = await this.#walk(look, inAll.walked)
      if (walked.stopped === undefined) return walked
    }
    const isRare = sample.length <= SAMPLE * COMMON && !isEmpty(asked)
    if (isFew || isRare) return { entries: await this.#run.all(index, look) }
    return this.#walk(look, inAll.walkedLong)
  }

  async add(entries: readonly Indexed[]): Promise<void> {
    await this.#run.first(this.#dialect.add, this.#batch(entries))
  }

  async missing(places: readonly Entry[]): Promise<readonly Entry[]> {
    const known = await this.#run.all(this.#queries.known, { json: JSON.stringify(places) })
    const words = new Set(known.map(wordOf))
    return places.filter((place) => !words.has(wordOf(place)))
  }

  async put(entry: Indexed): Promise<void> {
    await this.#run.first(this.#dialect.put, this.#batch([entry]))
  }

  async remove(place: Entry): Promise<void> {
    await this.#run.first(remove, place)
  }

  async removeRoom(room: number): Promise<void> {
    await this.#run.first(removeRoom, { room })
  }

  #batch(entries: readonly Indexed[]): Batch {
    const rows = entries.map(({ at, room, seq, body }) => {
      return { at, room, seq, body: this.#dialect.textOf(body) }
    })
    return { json: JSON.stringify(rows) }
  }

  #look(asked: Asked, narrow: readonly Visible[]): Look {
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

  /** The newest one by one, down to a bound; where there is more below it, that is where it stopped. */
  async #walk(look: Look, bound: Query<Look, { at: number }>): Promise<Looked> {
    const low = await this.#run.first(bound, look)
    const since = low?.at ?? look.since
    const entries = await this.#run.all(this.#queries.walk, { ...look, since })
    if (low === undefined || entries.length === look.limit) return { entries }
    return { entries, stopped: { at: low.at, room: -1, seq: -1 } }
  }
}

const isEmpty = ({ rows, sender }: Asked): boolean => rows.length === 0 && sender === undefined
const wordOf = ({ at, room, seq }: Entry): string => `${at} ${room} ${seq}`

function visible(entries: readonly Entry[], rooms: readonly Visible[]): Entry[] {
  const from = new Map(rooms.map((each) => [each.room, each.from]))
  return entries.filter(({ room, seq }) => seq >= (from.get(room) ?? Number.MAX_SAFE_INTEGER))
}

/** Whether the first is older, or of the same time and further on. */
const comesAfter = (a: Entry, b: Entry): boolean =>
  a.at < b.at || (a.at === b.at && (a.room < b.room || (a.room === b.room && a.seq < b.seq)))

// The same on each, but for what a dialect says.

const ENTRY = sql`search.at, search.room, search.seq`
const NEWEST = sql`order by search.at desc, search.room desc, search.seq desc`
const REMEMBERED = { at: 'number', room: 'number', seq: 'number' } as const
const MINE = { room: 'number', from: 'number' } as const

/** The first half is for the index; the second is what is meant. */
const inRange = (a: Look) => sql`
  search.at <= ${a.at} and search.at >= ${a.since} and (search.at < ${a.at} or search.room < ${a.room}
    or (search.room = ${a.room} and search.seq < ${a.seq}))`

function queriesOf({ rows, inOrder, fits, found }: Dialect) {
  const all = sql`true`
  const one = (a: Look) => sql`search.room = ${a.only}`
  /** The time of the one that so many are newer than. */
  const bound = (of: (a: Look) => RawBuilder<unknown>, count: number) =>
    raw<Look, { at: number }>(
      (a) => sql`
        select search.at from search where ${of(a)} and ${inRange(a)}
        ${NEWEST} limit 1 offset ${sql.lit(count)}`,
    )
  const sample = (of: (a: Look) => RawBuilder<unknown>) =>
    raw<Look, Entry>(
      (a) =>
        sql`select ${ENTRY} from search where ${of(a)} and ${inRange(a)} and ${fits(a)} ${NEWEST}`,
    )
  const mine = (a: Look) => sql`
    join (select * from ${rows(a.rooms, MINE)} limit ${sql.lit(Number.MAX_SAFE_INTEGER)}) as mine
      on mine.room = search.room and search.seq >= mine.${sql.ref('from')}
    ${NEWEST} limit ${a.limit}`
  return {
    inAll: {
      sampled: bound(() => all, SAMPLE),
      sample: sample(() => all),
      walked: bound(() => all, WALK),
      walkedLong: bound(() => all, LONG_WALK),
    },
    inRoom: { sampled: bound(one, SAMPLE_OF_ROOM), sample: sample(one) },
    walk: raw<Look, Entry>(
      (a) => sql`
        select ${inOrder} ${ENTRY} from (
          select at, room, seq from search where ${inRange(a)} and ${fits(a)}
        ) as search ${mine(a)}`,
    ),
    index: raw<Look, Entry>(
      (a) => sql`select ${inOrder} ${ENTRY} from ${found(a, inRange(a))} as search ${mine(a)}`,
    ),
    known: raw<Batch, Entry>(
      (a) => sql`
        select ${ENTRY} from ${rows(a.json, REMEMBERED)} join search
          on search.at = a.at and search.room = a.room and search.seq = a.seq`,
    ),
  }
}

const remove = raw<Entry, never>(
  (a) => sql`delete from search where at = ${a.at} and room = ${a.room} and seq = ${a.seq}`,
)
const removeRoom = raw<{ room: number }, never>(
  (a) => sql`delete from search where room = ${a.room}`,
)
