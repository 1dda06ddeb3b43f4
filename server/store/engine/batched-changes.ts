import { type RawBuilder, sql } from 'kysely'
import * as queries from '../queries/queries.ts'
import type { Batch, JsonColumns, JsonRows } from '../tables/json-rows.ts'
import { type Query, raw } from '../tables/statement.ts'
import type { Tables } from '../tables/tables.ts'

type Sql = RawBuilder<unknown>
type Columns = Readonly<Record<string, Sql>>

/** How a database server changes the rows of a table that fit a row of the batch `a`. */
export type Changes = {
  readonly update: (table: Sql, rows: Sql, on: Sql, set: Columns) => Sql
  readonly remove: (table: Sql, rows: Sql, on: Sql) => Sql
  /** What follows an `insert` to change these columns of a row that exists. */
  readonly otherwise: (key: readonly string[], columns: readonly string[]) => Sql
}

const MEMBER: JsonColumns = { room: 'text', user: 'text' }
const MESSAGE: JsonColumns = { room: 'text', seq: 'number' }
const FOLLOWER: JsonColumns = {
  thread: 'text',
  user: 'text',
  room: 'text',
  following: 'number',
  read_seq: 'number',
}

/** The updates and deletions that run for many rows in one statement. Each row is changed by one of the arguments. */
export function changes(
  rows: JsonRows,
  { update, remove, otherwise }: Changes,
): readonly [unknown, Query<Batch, { n: number }>][] {
  // MySQL accepts a table that is built from JSON here only in a subquery.
  const apart = (a: Batch, columns: JsonColumns) =>
    sql`(select * from ${rows(a.json, columns)}) as a`
  const change = (table: keyof Tables, key: JsonColumns, args: JsonColumns, set: Columns) =>
    raw<Batch, { n: number }>((a) =>
      update(sql.table(table), apart(a, { ...key, ...args }), on(table, key), set),
    )
  const byKey = (table: keyof Tables, key: JsonColumns) =>
    raw<Batch, { n: number }>((a) => remove(sql.table(table), apart(a, key), on(table, key)))
  const given = (name: string) => sql.ref(`a.${name}`)
  const names = sql.join(Object.keys(FOLLOWER).map((name) => sql.ref(name)))
  const follower = otherwise(['user', 'thread'], ['following', 'read_seq'])
  return [
    [
      queries.setRead,
      change(
        'members',
        MEMBER,
        { seq: 'number', shown: 'number' },
        {
          read_seq: given('seq'),
          shown_seq: given('shown'),
          unread_from: sql`null`,
        },
      ),
    ],
    [
      queries.setUnreadFrom,
      change('members', MEMBER, { seq: 'number' }, { unread_from: given('seq') }),
    ],
    [
      queries.setDelivered,
      change('members', MEMBER, { seq: 'number' }, { delivered_seq: given('seq') }),
    ],
    [
      queries.setReactions,
      change('messages', MESSAGE, { reactions: 'text' }, { reactions: given('reactions') }),
    ],
    [
      queries.setReplies,
      change(
        'messages',
        MESSAGE,
        { replies: 'number', last_reply_seq: 'number', last_reply_at: 'number' },
        {
          replies: given('replies'),
          last_reply_seq: given('last_reply_seq'),
          last_reply_at: given('last_reply_at'),
        },
      ),
    ],
    [queries.deleteReaction, byKey('reactions', { ...MESSAGE, emoji: 'text', user: 'text' })],
    [queries.deleteSession, byKey('sessions', { id: 'text' })],
    [queries.deleteRefreshTokens, byKey('refresh_tokens', { session: 'text' })],
    [
      queries.putFollower,
      raw(
        (a) => sql`
          insert into followers (${names}) select ${names} from ${rows(a.json, FOLLOWER)}
          where true ${follower}`,
      ),
    ],
  ]
}

/** The rows of the table that have the key of a row of the batch. */
const on = (table: string, key: JsonColumns): Sql =>
  sql.join(
    Object.keys(key).map((name) => sql`${sql.ref(`${table}.${name}`)} = ${sql.ref(`a.${name}`)}`),
    sql` and `,
  )
