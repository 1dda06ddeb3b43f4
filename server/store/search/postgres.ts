import { sql } from 'kysely'
import type { Batch, JsonRows } from '../tables/json-rows.ts'
import type { SearchSchema } from '../tables/schema.ts'
import type { Body, IndexQuery, Visible } from '../tables/search-index.ts'
import { raw } from '../tables/statement.ts'
import type { Match, SearchDialect } from './net-queries.ts'
import { roomToken } from './tokens.ts'

/**
 * A tsvector that this module writes itself, without parser, dictionary or language. New entries are in a
 * pending list that every search reads completely: at 256 KB, instead of 4 MB, that takes 1 ms.
 */
const TABLES = [
  sql`create table search (at bigint not null, room bigint not null, seq bigint not null,
    body tsvector not null, primary key (at, room, seq))`,
  sql`create index search_by_room on search (room, at, seq)`,
  sql`create index search_by_body on search using gin (body) with (gin_pending_list_limit = 256)`,
  sql`delete from settings where name = 'searchable-until'`,
]

export const POSTGRES_SEARCH: SearchSchema = {
  async create(schema) {
    if (!schema.hasTable('search')) for (const statement of TABLES) await schema.run(statement)
  },
  createAgain: async () => undefined,
  orderByRoom: async () => undefined,
}

export const postgresSearch = (rows: JsonRows): SearchDialect => {
  const entries = ({ json }: Batch) => sql`
    insert into search (at, room, seq, body)
    select at, room, seq, body::tsvector from ${rows(json, COLUMNS)} order by at, room, seq
    on conflict (at, room, seq)`
  return {
    rows,
    inOrder: sql``,
    match: ({ rows, sender }: IndexQuery, narrow: readonly Visible[]): Match => {
      const all = [...rows.map((row) => row.join(' <-> ')), ...(sender ? [sender] : [])]
      const any = narrow.map(({ room }) => roomToken(room)).join(' | ')
      return { match: both(any === '' ? all : [...all, any]), words: both(all) || null }
    },
    fits: ({ words }) =>
      sql`(cast(${words} as text) is null or body @@ cast(${words} as text)::tsquery)`,
    // `offset 0` keeps the outer conditions from changing the plan of the inner query.
    found: ({ match }, inRange) => sql`(
      select at, room, seq from (
        select at, room, seq from search where body @@ cast(${match} as text)::tsquery offset 0
      ) as search where ${inRange})`,
    textOf,
    scannable: 0,
    fetch: 3,
    add: raw((a) => sql`${entries(a)} do nothing`),
    put: raw((a) => sql`${entries(a)} do update set body = excluded.body`),
  }
}

const both = (all: readonly string[]): string => all.map((each) => `(${each})`).join(' & ')

const COLUMNS = { at: 'number', room: 'number', seq: 'number', body: 'text' } as const

/** Each token once, with its positions. Tokens of `more` have none. */
function textOf({ row, more }: Body): string {
  const positions = new Map<string, number[]>()
  for (const [i, token] of row.entries()) {
    const known = positions.get(token)
    if (known) known.push(i + 1)
    else positions.set(token, [i + 1])
  }
  return [...[...positions].map(([token, at]) => `${token}:${at.join(',')}`), ...more].join(' ')
}
