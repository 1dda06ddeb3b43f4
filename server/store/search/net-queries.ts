import { type RawBuilder, sql } from 'kysely'
import type { Batch, JsonRows } from '../tables/json-rows.ts'
import type { Body, Entry, IndexQuery, Visible } from '../tables/search-index.ts'
import { planAnew, type Query, raw } from '../tables/statement.ts'

/** A database's own way to say what is looked for. */
export type Dialect = {
  readonly rows: JsonRows
  /** Keeps the tables of a join in the order in which they are named. */
  readonly inOrder: RawBuilder<unknown>
  /** The values that `fits` and `found` speak of; `narrow`: rooms that the index is to look in alone. */
  match(asked: IndexQuery, narrow: readonly Visible[]): Match
  /** Whether a row of `search` fits, looked at for itself. */
  fits(a: Match): RawBuilder<unknown>
  /** What the index finds of it, as a table. */
  found(a: Match, inRange: RawBuilder<unknown>): RawBuilder<unknown>
  textOf(body: Body): string
  /**
   * So many messages of the caller's rooms are looked at one by one before anything else is tried, as rows
   * lie room by room; 0 where they lie as they came.
   */
  readonly walkable: number
  /** What it costs to fetch what the index found, each, in µs. */
  readonly fetch: number
  /** Entries are rows of JSON. What is there already stays, or is replaced. */
  readonly add: Query<Batch, never>
  readonly put: Query<Batch, never>
}
/** `match` is for `found`; what `fits` compares with knows nothing of rooms. */
export type Match = { readonly match: string; readonly words?: string | null } & {
  readonly [K in `like${0 | 1 | 2 | 3 | 4 | 5}`]?: string
}

/** `at`, `room` and `seq` are of the place that all found come after; none is older than `since`. */
export type IndexLookup = Entry &
  Match & { since: number; rooms: string; only: number; limit: number }
type Bound = IndexLookup & { count: number }

// The same on each, but for what a dialect says.

const ENTRY = sql`search.at, search.room, search.seq`
const NEWEST = sql`order by search.at desc, search.room desc, search.seq desc`
const REMEMBERED = { at: 'number', room: 'number', seq: 'number' } as const
const MINE = { room: 'number', from: 'number' } as const

/** The first half is for the index; the second is what is meant. */
const inRange = (a: IndexLookup) => sql`
  search.at <= ${a.at} and search.at >= ${a.since} and (search.at < ${a.at} or search.room < ${a.room}
    or (search.room = ${a.room} and search.seq < ${a.seq}))`

/** Built once for a dialect. */
export function queriesOf({ rows, inOrder, walkable, fits, found }: Dialect) {
  const mine = (a: IndexLookup) => sql`
    (select * from ${rows(a.rooms, MINE)} limit ${sql.lit(Number.MAX_SAFE_INTEGER)}) as mine`
  const inMine = (of: 'search' | 'passed') => sql`
    mine.room = ${sql.ref(of)}.room and ${sql.ref(of)}.seq >= mine.${sql.ref('from')}`
  const newest = (a: IndexLookup) => sql`${NEWEST} limit ${a.limit}`
  const looks = (of: (a: IndexLookup) => RawBuilder<unknown>) => ({
    /** The time of the one that so many are newer than. */
    bound: raw<Bound, { at: number }>(
      (a) => sql`
        select search.at from search where ${of(a)} and ${inRange(a)}
        ${NEWEST} limit 1 offset ${a.count}`,
    ),
    sample: raw<IndexLookup, Entry>(
      (a) => sql`
        select ${ENTRY} from search where ${of(a)} and ${inRange(a)} and ${fits(a)} ${NEWEST}`,
    ),
    walk: planAnew(
      raw<IndexLookup, Entry>(
        (a) => sql`
          select ${inOrder} ${ENTRY} from (
            select at, room, seq from search where ${of(a)} and ${inRange(a)} and ${fits(a)}
          ) as search join ${mine(a)} on ${inMine('search')} ${newest(a)}`,
      ),
    ),
  })
  const inAll = looks(() => sql`true`)
  // Where rows lie room by room an index knows the time: only the caller's are fetched.
  const walkInTime = raw<IndexLookup, Entry>(
    (a) => sql`
      select ${inOrder} ${ENTRY} from (select at, room, seq from search where ${inRange(a)}) as passed
      join ${mine(a)} on ${inMine('passed')}
      join search on search.room = passed.room and search.at = passed.at and search.seq = passed.seq
      where ${fits(a)} ${newest(a)}`,
  )
  const index = raw<IndexLookup, Entry>(
    (a) => sql`
      select ${inOrder} ${ENTRY} from ${found(a, inRange(a))} as search
      join ${mine(a)} on ${inMine('search')} ${newest(a)}`,
  )
  return {
    inAll: walkable > 0 ? { ...inAll, walk: walkInTime } : inAll,
    inRoom: looks((a) => sql`search.room = ${a.only}`),
    throughMine: raw<IndexLookup, Entry>(
      (a) => sql`
        select ${inOrder} ${ENTRY} from ${mine(a)} join search on ${inMine('search')}
        where ${inRange(a)} and ${fits(a)} ${newest(a)}`,
    ),
    span: raw<IndexLookup, { newest: number; oldest: number }>(
      () => sql`
        select (select max(at) from search) as newest, (select min(at) from search) as oldest`,
    ),
    index,
    // Who does not know how many are found compares each find with each room.
    indexOfMany: planAnew(index),
    known: raw<Batch, Entry>(
      (a) => sql`
        select ${ENTRY} from ${rows(a.json, REMEMBERED)} join search
          on search.at = a.at and search.room = a.room and search.seq = a.seq`,
    ),
  }
}

export const remove = raw<Entry, never>(
  (a) => sql`delete from search where at = ${a.at} and room = ${a.room} and seq = ${a.seq}`,
)
export const removeRoom = raw<{ room: number }, never>(
  (a) => sql`delete from search where room = ${a.room}`,
)
