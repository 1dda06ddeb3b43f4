import { sql } from 'kysely'
import * as queries from '../queries/queries.ts'
import type { Batch, JsonColumns, JsonRows } from '../tables/json-rows.ts'
import { type Query, raw } from '../tables/statement.ts'
import type { Tables } from '../tables/tables.ts'

/** A column that is added to the query for one row does not compile until it is here as well. */
type ColumnTypes<Name extends string> = Readonly<Record<Name, JsonColumns[string]>>

const MESSAGE: ColumnTypes<(typeof queries.MESSAGE)[number]> = {
  room: 'text',
  seq: 'number',
  id: 'text',
  sender: 'text',
  text: 'text',
  data: 'text',
  reply_to: 'text',
  client_id: 'text',
  created_at: 'number',
  system: 'number',
  silent: 'number',
  thread: 'text',
  in_room: 'number',
  mentions: 'text',
  expires_at: 'number',
  hidden: 'number',
}
const EVENT: ColumnTypes<(typeof queries.EVENT)[number]> = {
  log: 'text',
  seq: 'number',
  at: 'number',
  type: 'text',
  subject: 'text',
  actor: 'text',
  ref: 'number',
  detail: 'text',
  hidden: 'number',
}

const READ: ColumnTypes<(typeof queries.READ)[number]> = {
  room: 'text',
  user: 'text',
  seq: 'number',
  at: 'number',
}
const REACTION: ColumnTypes<(typeof queries.REACTION)[number]> = {
  room: 'text',
  seq: 'number',
  emoji: 'text',
  user: 'text',
  at: 'number',
  hidden: 'number',
}
const MENTION: ColumnTypes<(typeof queries.MENTION)[number]> = {
  user: 'text',
  message: 'text',
  room: 'text',
  seq: 'number',
}
const IMPORTED: ColumnTypes<(typeof queries.IMPORTED)[number]> = { hash: 'text', id: 'text' }

/** The inserts that run for many rows in one statement. */
export const inserts = (rows: JsonRows): readonly [unknown, Query<Batch, { n: number }>][] => [
  [queries.insertMessage, insert('messages', MESSAGE, rows)],
  [queries.insertEvent, insert('events', EVENT, rows)],
  [queries.insertImported, insert('imported', IMPORTED, rows)],
  [queries.insertRead, insert('reads', READ, rows)],
  [queries.insertReaction, insert('reactions', REACTION, rows)],
  [queries.insertMention, insert('mentions', MENTION, rows)],
]

function insert(
  table: keyof Tables,
  columns: JsonColumns,
  rows: JsonRows,
): Query<Batch, { n: number }> {
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)))
  return raw(
    (a) =>
      sql`insert into ${sql.table(table)} (${names}) select ${names} from ${rows(a.json, columns)}`,
  )
}
