import { type RawBuilder, sql } from 'kysely'
import type { Batch, JsonRows } from '../tables/json-rows.ts'
import type { Body, Entry, IndexQuery, IndexRange, Visible } from '../tables/search-index.ts'
import { planEachTime, type Query, raw } from '../tables/statement.ts'

/** The parts of the queries that differ between database servers. */
export type SearchDialect = {
  readonly rows: JsonRows
  /** A hint that keeps the tables of a join in their order. */
  readonly inOrder: RawBuilder<unknown>
  /** The arguments of `fits` and `found`. `narrow`: the only rooms in which the index searches. */
  match(query: IndexQuery, narrow: readonly Visible[]): Match
  /** The condition that one row of `search` matches. */
  fits(a: Match): RawBuilder<unknown>
  /** The rows that the full-text index finds, as a table. */
  found(a: Match, inRange: RawBuilder<unknown>): RawBuilder<unknown>
  textOf(body: Body): string
  /**
   * Up to this number of messages in the caller's rooms, all of them are scanned, without the index. It is 0
   * where rows are not stored by room.
   */
  readonly scannable: number
  /** The cost of fetching one row that the index found, in µs. */
  readonly fetch: number
  /** Inserts entries, which are rows of JSON. Existing entries stay. */
  readonly add: Query<Batch, never>
  /** Inserts or replaces entries, which are rows of JSON. */
  readonly put: Query<Batch, never>
}
/** `match` is for `found`. The other values are for `fits`, which does not depend on rooms. */
export type Match = { readonly match: string; readonly words?: string | null } & {
  readonly [K in `like${0 | 1 | 2 | 3 | 4 | 5}`]?: string
}

/** All results are after the position `at`, `room` and `seq`, and none is older than `since`. */
export type IndexLookup = Entry &
  Match & { since: number; rooms: string; only: number; limit: number }
type Bound = IndexLookup & { count: number }

const ENTRY = sql`search.at, search.room, search.seq`
const NEWEST = sql`order by search.at desc, search.room desc, search.seq desc`
const POSITION = { at: 'number', room: 'number', seq: 'number' } as const
const MINE = { room: 'number', from: 'number' } as const

/** The first two conditions are for the index on the time; the rest is the exact range. */
const inRange = (a: IndexLookup) => sql`
  search.at <= ${a.at} and search.at >= ${a.since} and (search.at < ${a.at} or search.room < ${a.room}
    or (search.room = ${a.room} and search.seq < ${a.seq}))`

/** The queries of a dialect. They are built once. */
export function queriesOf({ rows, inOrder, scannable, fits, found }: SearchDialect) {
  const mine = (a: IndexLookup) => sql`
    (select * from ${rows(a.rooms, MINE)} limit ${sql.lit(Number.MAX_SAFE_INTEGER)}) as mine`
  const inMine = (of: 'search' | 'passed') => sql`
    mine.room = ${sql.ref(of)}.room and ${sql.ref(of)}.seq >= mine.${sql.ref('from')}`
  const newest = (a: IndexLookup) => sql`${NEWEST} limit ${a.limit}`
  const scans = (of: (a: IndexLookup) => RawBuilder<unknown>) => ({
    /** The time of the message that `count` messages are newer than. */
    bound: raw<Bound, { at: number }>(
      (a) => sql`
        select search.at from search where ${of(a)} and ${inRange(a)}
        ${NEWEST} limit 1 offset ${a.count}`,
    ),
    sample: raw<IndexLookup, Entry>(
      (a) => sql`
        select ${ENTRY} from search where ${of(a)} and ${inRange(a)} and ${fits(a)} ${NEWEST}`,
    ),
    scan: planEachTime(
      raw<IndexLookup, Entry>(
        (a) => sql`
          select ${inOrder} ${ENTRY} from (
            select at, room, seq from search where ${of(a)} and ${inRange(a)} and ${fits(a)}
          ) as search join ${mine(a)} on ${inMine('search')} ${newest(a)}`,
      ),
    ),
  })
  const inAll = scans(() => sql`true`)
  // If rows are stored by room, an index has their times, and only rows of the caller's rooms are fetched.
  const scanByTime = raw<IndexLookup, Entry>(
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
    inAll: scannable > 0 ? { ...inAll, scan: scanByTime } : inAll,
    inRoom: scans((a) => sql`search.room = ${a.only}`),
    scanMine: raw<IndexLookup, Entry>(
      (a) => sql`
        select ${inOrder} ${ENTRY} from ${mine(a)} join search on ${inMine('search')}
        where ${inRange(a)} and ${fits(a)} ${newest(a)}`,
    ),
    span: raw<IndexLookup, { newest: number; oldest: number }>(
      () => sql`
        select (select max(at) from search) as newest, (select min(at) from search) as oldest`,
    ),
    index,
    // A plan that does not know the number of results would compare each result with each room.
    indexOfMany: planEachTime(index),
    known: raw<Batch, Entry>(
      (a) => sql`
        select ${ENTRY} from ${rows(a.json, POSITION)} join search
          on search.at = a.at and search.room = a.room and search.seq = a.seq`,
    ),
  }
}

export const remove = raw<Entry, never>(
  (a) => sql`delete from search where at = ${a.at} and room = ${a.room} and seq = ${a.seq}`,
)
/** The times are for the keys of the table, which begin with the time. */
export const removeRange = raw<IndexRange, never>(
  (a) => sql`
    delete from search where room = ${a.room} and at >= ${a.since} and at <= ${a.until}
      and seq >= ${a.from} and seq <= ${a.to}`,
)
