import { sql } from 'kysely'
import type { Schema, SearchSchema } from '../tables/schema.ts'
import type {
  Entry,
  Indexed,
  IndexQuery,
  IndexRange,
  IndexResult,
  SearchIndex,
} from '../tables/search-index.ts'
import { type Run, raw } from '../tables/statement.ts'
import { roomToken, tokensIn } from './tokens.ts'

/**
 * FTS5 without content: the table `words` has the tokens by rowid, and no text. A rowid is a position in time
 * (the column `place`), so that the newest messages are found first and no more rows are read than needed. The
 * table `search` maps rowids to messages, stored by room, so that those of a few rooms are close together. Each
 * token is stored a second time as a token of its room, so that a search in a few rooms skips all others.
 */
const TABLES = [
  sql`create table search (room integer not null, place integer not null, seq integer not null,
    primary key (room, place)) without rowid`,
  sql`create unique index search_by_seq on search (room, seq)`,
  sql`create virtual table words using fts5 (body, content = '', contentless_delete = 1, tokenize = 'ascii')`,
  sql`insert into words (words, rank) values ('usermerge', 2)`,
]

export const SQLITE_SEARCH: SearchSchema = {
  async create(schema) {
    const isCreated = schema.hasTable('words') && schema.hasIndex('search', 'search_by_seq')
    if (!isCreated) await createAgain(schema)
  },
  createAgain,
  orderByRoom: createAgain,
}

/** Messages that were indexed before are indexed again in the background. */
async function createAgain(schema: Schema): Promise<void> {
  await schema.run(sql`drop table if exists words`)
  await schema.run(sql`drop table if exists search`)
  for (const statement of TABLES) await schema.run(statement)
  await schema.run(sql`delete from settings where name = 'searchable-until'`)
}

/** Pages that one `tidy` merges. */
const MERGED = 64

/** The rowids of one millisecond. At this number, rowids are safe integers for another sixty years. */
const PER_MS = 4096
const EPOCH = Date.UTC(2024, 0)
const placeAt = (ms: number): number => (ms - EPOCH) * PER_MS
/** The rowids of one cell within a millisecond. Few rooms share a cell, so a rowid says which rooms it may be of. */
const PER_CELL = 16
const cellOf = (room: number): number => room % (PER_MS / PER_CELL)

/** Up to this number of rooms, their tokens are part of the match. Each costs some 20 µs with 10 million messages. */
const ROOMS_IN_MATCH = 64
/** With more rooms, so many matches are read, at 1 µs each, before the tokens of all rooms are used after all. */
const MATCHES = 20_000

type Narrow = {
  readonly match: string
  readonly rooms: string
  readonly low: number
  readonly high: number
  readonly limit: number
}

export class SqliteSearch implements SearchIndex {
  constructor(private readonly run: Run) {}

  async find(query: IndexQuery): Promise<IndexResult> {
    const { rows, sender, rooms, since, until, after, limit } = query
    const narrow = {
      match: [...rows, ...(sender ? [[sender]] : [])].map(phrase).join(' AND '),
      rooms: JSON.stringify(rooms.map(({ room, from }) => [room, from, cellOf(room)])),
      low: placeAt(since),
      high: Math.min(placeAt(until), after?.at ?? Number.MAX_SAFE_INTEGER),
      limit,
    }
    if (rooms.length <= ROOMS_IN_MATCH) return inRooms(this.run, query, narrow)
    if (narrow.match === '') return newest(this.run, narrow)
    const entries = await this.run.all(matchesOf, narrow)
    const isComplete = entries.length === limit || !(await this.run.first(oneMore, narrow))
    return isComplete ? { entries } : inRooms(this.run, query, narrow)
  }

  async add(entries: readonly Indexed[]): Promise<void> {
    for (const entry of entries)
      if ((await this.run.first(placeOf, entry)) === undefined) await insert(this.run, entry)
  }

  async missing(positions: readonly Entry[]): Promise<readonly Entry[]> {
    const known = await this.run.many(placeOf, positions)
    return positions.filter((_, i) => known[i] === undefined)
  }

  async put(entries: readonly Indexed[]): Promise<void> {
    for (const entry of entries) {
      const known = await this.run.first(placeOf, entry)
      if (known === undefined) await insert(this.run, entry)
      else {
        await this.run.first(removeWords, known)
        await this.run.first(insertWords, { ...known, body: textOf(entry) })
      }
    }
  }

  async remove(position: Entry): Promise<void> {
    const known = await this.run.first(placeOf, position)
    if (known === undefined) return
    await this.run.first(removeWords, known)
    await this.run.first(removePlace, position)
  }

  async removeRange(range: IndexRange): Promise<void> {
    await this.run.first(removeWordsIn, range)
    await this.run.first(removePlacesIn, range)
  }

  /** Merges segments, because a search reads every segment for each of its tokens. */
  tidy(): Promise<boolean> {
    return this.#merge(mergeWords)
  }

  /** Deleted words are only marked, until all segments are merged into one: the first step asks for that. */
  forget(isFirst: boolean): Promise<boolean> {
    return this.#merge(isFirst ? mergeAllWords : mergeWords)
  }

  async #merge(query: typeof mergeWords): Promise<boolean> {
    const before = await this.run.first(changes, {})
    await this.run.first(query, {})
    const after = await this.run.first(changes, {})
    // SQLite documents this test: https://sqlite.org/fts5.html#the_merge_command
    return (after?.count ?? 0) - (before?.count ?? 0) >= 2
  }
}

const phrase = (tokens: readonly string[]): string => `"${tokens.join(' ')}"`

function textOf({ room, body: { row, more } }: Indexed): string {
  const inRoom = tokensIn(room, [...new Set([...row, ...more])])
  return [...row, ...more, ...inRoom].join(' ')
}

async function inRooms(run: Run, query: IndexQuery, narrow: Narrow): Promise<IndexResult> {
  return { entries: await run.all(inRoomsOf, { ...narrow, match: matchIn(query) }) }
}

/** The longest token, which is the rarest, is matched as a token of each room; the others as they are. */
function matchIn({ rows, sender, rooms }: IndexQuery): string {
  const phrases = [...rows, ...(sender ? [[sender]] : [])]
  const longest = rows.flat().reduce((a, b) => (b.length > a.length ? b : a), '') || sender
  const any = rooms.map(({ room }) =>
    phrase(longest ? tokensIn(room, [longest]) : [roomToken(room)]),
  )
  const rest = phrases.filter((row) => row.length > 1 || row[0] !== longest)
  return [`(${any.join(' OR ')})`, ...rest.map(phrase)].join(' AND ')
}

async function newest(run: Run, narrow: Narrow): Promise<IndexResult> {
  const entries = await run.all(newestOf, narrow)
  const more = entries.length < narrow.limit ? await run.first(oneMoreMessage, narrow) : undefined
  return { entries, ...(more && { stopped: { at: more.place, room: 0, seq: 0 } }) }
}

/** Uses the first free rowid of the message's cell and millisecond, or of the next millisecond if none is free. */
async function insert(run: Run, entry: Indexed): Promise<void> {
  for (let low = placeAt(entry.at) + cellOf(entry.room) * PER_CELL; ; low += PER_MS) {
    const { place: last } = (await run.first(lastPlace, { low, high: low + PER_CELL })) ?? {}
    const place = last === undefined ? low : last + 1
    if (place === low + PER_CELL) continue
    await run.first(insertPlace, { place, room: entry.room, seq: entry.seq })
    await run.first(insertWords, { place, body: textOf(entry) })
    return
  }
}

// The queries, from the newest message on. `cross join` sets the order of the tables: first the matching words,
// then their rooms, then whether the caller may see the message.

const withMine = (rooms: string) => sql`
  with mine (room, first, cell) as materialized (
    select value ->> 0, value ->> 1, value ->> 2 from json_each(${rooms}))
  select search.place as at, search.room, search.seq`
const inMine = (place: 'words.rowid' | 'found.place') => sql`
  cross join mine on mine.cell = (${sql.ref(place)} & ${sql.lit(PER_MS - 1)}) / ${sql.lit(PER_CELL)}
  cross join search on search.room = mine.room and search.place = ${sql.ref(place)}
    and search.seq >= mine.first`
const words = ({ match, low, high }: Narrow) => sql`
  words match ${match} and words.rowid >= ${low} and words.rowid < ${high} order by words.rowid desc`

const inRoomsOf = raw<Narrow, Entry>(
  (a) => sql`
    ${withMine(a.rooms)} from words ${inMine('words.rowid')}
    where ${words(a)} limit ${a.limit}`,
)

const matchesOf = raw<Narrow, Entry>(
  (a) => sql`
    ${withMine(a.rooms)}
    from (select rowid as place from words where ${words(a)} limit ${sql.lit(MATCHES)}) as found
    ${inMine('found.place')} limit ${a.limit}`,
)

const oneMore = raw<Narrow, { place: number }>(
  (a) => sql`
    select rowid as place from words where ${words(a)} limit 1 offset ${sql.lit(MATCHES)}`,
)

const messages = ({ low, high }: Narrow) =>
  sql`from words where rowid >= ${low} and rowid < ${high} order by rowid desc`

const newestOf = raw<Narrow, Entry>(
  (a) => sql`
    ${withMine(a.rooms)} from (select rowid as place ${messages(a)} limit ${sql.lit(MATCHES)}) as found
    ${inMine('found.place')} limit ${a.limit}`,
)

const oneMoreMessage = raw<Narrow, { place: number }>(
  (a) => sql`select rowid as place ${messages(a)} limit 1 offset ${sql.lit(MATCHES)}`,
)

// Changes.

type Place = { readonly place: number }
type OfMessage = { readonly room: number; readonly seq: number }

const placeOf = raw<OfMessage, Place>(
  (a) => sql`select place from search where room = ${a.room} and seq = ${a.seq}`,
)
const lastPlace = raw<{ low: number; high: number }, Place>(
  (a) => sql`
    select rowid as place from words where rowid >= ${a.low} and rowid < ${a.high}
    order by rowid desc limit 1`,
)
const insertPlace = raw<Place & OfMessage, never>(
  (a) => sql`insert into search (place, room, seq) values (${a.place}, ${a.room}, ${a.seq})`,
)
const insertWords = raw<Place & { body: string }, never>(
  (a) => sql`insert into words (rowid, body) values (${a.place}, ${a.body})`,
)
const removePlace = raw<OfMessage, never>(
  (a) => sql`delete from search where room = ${a.room} and seq = ${a.seq}`,
)
const removeWords = raw<Place, never>((a) => sql`delete from words where rowid = ${a.place}`)
const inRange = (a: IndexRange) => sql`room = ${a.room} and seq >= ${a.from} and seq <= ${a.to}`
const removePlacesIn = raw<IndexRange, never>((a) => sql`delete from search where ${inRange(a)}`)
const removeWordsIn = raw<IndexRange, never>(
  (a) => sql`
    delete from words where rowid in (select place from search where ${inRange(a)})`,
)
const mergeWords = raw<object, never>(
  () => sql`insert into words (words, rank) values ('merge', ${sql.lit(MERGED)})`,
)
const mergeAllWords = raw<object, never>(
  () => sql`insert into words (words, rank) values ('merge', ${sql.lit(-MERGED)})`,
)
const changes = raw<object, { count: number }>(() => sql`select total_changes() as count`)
