import { sql } from 'kysely'
import type { Schema, SearchSchema } from '../tables/schema.ts'
import type {
  Entry,
  Indexed,
  IndexQuery,
  IndexResult,
  SearchIndex,
} from '../tables/search-index.ts'
import { type Run, raw } from '../tables/statement.ts'
import { roomToken, tokensIn } from './tokens.ts'

/**
 * FTS5 without content: tokens by rowid, and of a text nothing else. A rowid is a place in time, so that
 * the newest are found first and no more is read than is asked for; which message that is stands room by
 * room, so that what a few rooms said is read in a few places. Each token stands there a second
 * time as a token of its room: a few rooms are then looked in without passing what all others said.
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
    const isThere = schema.hasTable('words') && schema.hasIndex('search', 'search_by_seq')
    if (!isThere) await createAgain(schema)
  },
  createAgain,
  orderByRoom: createAgain,
}

/** What was indexed before is taken up again, by and by. */
async function createAgain(schema: Schema): Promise<void> {
  await schema.run(sql`drop table if exists words`)
  await schema.run(sql`drop table if exists search`)
  for (const statement of TABLES) await schema.run(statement)
  await schema.run(sql`delete from settings where name = 'searchable-until'`)
}

/** Pages that are merged in one go. */
const MERGED = 64

/** Places of one millisecond. So counted, a time is a whole number for another sixty years. */
const PER_MS = 4096
const EPOCH = Date.UTC(2024, 0)
const placeAt = (ms: number): number => (ms - EPOCH) * PER_MS
/** So many of them are for the rooms of one cell: a place says of which few rooms it may be. */
const PER_CELL = 16
const cellOf = (room: number): number => room % (PER_MS / PER_CELL)

/** So many rooms' tokens are looked for along with the words; each costs some 20 µs among 10 million messages. */
const ROOMS_IN_MATCH = 64
/** In more rooms, so many finds are looked at before that is tried after all; each costs 1 µs. */
const FINDS = 20_000

type Narrow = {
  readonly match: string
  readonly rooms: string
  readonly low: number
  readonly high: number
  readonly limit: number
}

export class SqliteSearch implements SearchIndex {
  constructor(private readonly run: Run) {}

  async find(asked: IndexQuery): Promise<IndexResult> {
    const { rows, sender, rooms, since, until, after, limit } = asked
    const narrow = {
      match: [...rows, ...(sender ? [[sender]] : [])].map(phrase).join(' AND '),
      rooms: JSON.stringify(rooms.map(({ room, from }) => [room, from, cellOf(room)])),
      low: placeAt(since),
      high: Math.min(placeAt(until), after?.at ?? Number.MAX_SAFE_INTEGER),
      limit,
    }
    if (rooms.length <= ROOMS_IN_MATCH) return inRooms(this.run, asked, narrow)
    if (narrow.match === '') return newest(this.run, narrow)
    const entries = await this.run.all(findsOf, narrow)
    const isWhole = entries.length === limit || !(await this.run.first(oneMore, narrow))
    return isWhole ? { entries } : inRooms(this.run, asked, narrow)
  }

  async add(entries: readonly Indexed[]): Promise<void> {
    for (const entry of entries)
      if ((await this.run.first(placeOf, entry)) === undefined) await insert(this.run, entry)
  }

  async missing(places: readonly Entry[]): Promise<readonly Entry[]> {
    const known = await this.run.many(placeOf, places)
    return places.filter((_, i) => known[i] === undefined)
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

  async remove(place: Entry): Promise<void> {
    const known = await this.run.first(placeOf, place)
    if (known === undefined) return
    await this.run.first(removeWords, known)
    await this.run.first(removePlace, place)
  }

  async removeRoom(room: number): Promise<void> {
    await this.run.first(removeWordsOf, { room })
    await this.run.first(removePlacesOf, { room })
  }

  /** Merges segments: each token that is looked for costs a look into every one of them. */
  async tidy(): Promise<boolean> {
    const before = await this.run.first(changes, {})
    await this.run.first(mergeWords, {})
    const after = await this.run.first(changes, {})
    // So it says itself: https://sqlite.org/fts5.html#the_merge_command
    return (after?.count ?? 0) - (before?.count ?? 0) >= 2
  }
}

const phrase = (tokens: readonly string[]): string => `"${tokens.join(' ')}"`

function textOf({ room, body: { row, more } }: Indexed): string {
  const inRoom = tokensIn(room, [...new Set([...row, ...more])])
  return [...row, ...more, ...inRoom].join(' ')
}

async function inRooms(run: Run, asked: IndexQuery, narrow: Narrow): Promise<IndexResult> {
  return { entries: await run.all(inRoomsOf, { ...narrow, match: matchIn(asked) }) }
}

/** One of the tokens as each room's own, the longest, which tells the most; the rest as they are. */
function matchIn({ rows, sender, rooms }: IndexQuery): string {
  const phrases = [...rows, ...(sender ? [[sender]] : [])]
  const told = rows.flat().reduce((a, b) => (b.length > a.length ? b : a), '') || sender
  const any = rooms.map(({ room }) => phrase(told ? tokensIn(room, [told]) : [roomToken(room)]))
  const rest = phrases.filter((row) => row.length > 1 || row[0] !== told)
  return [`(${any.join(' OR ')})`, ...rest.map(phrase)].join(' AND ')
}

async function newest(run: Run, narrow: Narrow): Promise<IndexResult> {
  const entries = await run.all(newestOf, narrow)
  const more = entries.length < narrow.limit ? await run.first(oneMoreMessage, narrow) : undefined
  return { entries, ...(more && { stopped: { at: more.place, room: 0, seq: 0 } }) }
}

/** The first free place of its cell and time; where all are taken, of the next. */
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

// What is found, from the newest on. `cross join` says in which order: the words, their places, and
// whether those may be seen.

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

const findsOf = raw<Narrow, Entry>(
  (a) => sql`
    ${withMine(a.rooms)}
    from (select rowid as place from words where ${words(a)} limit ${sql.lit(FINDS)}) as found
    ${inMine('found.place')} limit ${a.limit}`,
)

const oneMore = raw<Narrow, { place: number }>(
  (a) => sql`
    select rowid as place from words where ${words(a)} limit 1 offset ${sql.lit(FINDS)}`,
)

const messages = ({ low, high }: Narrow) =>
  sql`from words where rowid >= ${low} and rowid < ${high} order by rowid desc`

const newestOf = raw<Narrow, Entry>(
  (a) => sql`
    ${withMine(a.rooms)} from (select rowid as place ${messages(a)} limit ${sql.lit(FINDS)}) as found
    ${inMine('found.place')} limit ${a.limit}`,
)

const oneMoreMessage = raw<Narrow, { place: number }>(
  (a) => sql`select rowid as place ${messages(a)} limit 1 offset ${sql.lit(FINDS)}`,
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
const removePlacesOf = raw<{ room: number }, never>(
  (a) => sql`delete from search where room = ${a.room}`,
)
const removeWordsOf = raw<{ room: number }, never>(
  (a) => sql`
    delete from words where rowid in (select place from search where room = ${a.room})`,
)
const mergeWords = raw<object, never>(
  () => sql`insert into words (words, rank) values ('merge', ${sql.lit(MERGED)})`,
)
const changes = raw<object, { count: number }>(() => sql`select total_changes() as count`)
