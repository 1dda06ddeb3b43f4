import { type Kysely, type RawBuilder, sql } from 'kysely'
import * as queries from './queries.ts'
import type { Query } from './statement.ts'
import type { Tables } from './tables.ts'

type Columns = Readonly<Record<string, 'text' | 'number'>>
/** A table `a` out of one JSON array of objects with these fields. */
export type JsonRows = (json: string, columns: Columns) => RawBuilder<unknown>

/** The arguments of many calls, as one JSON array. `n` is a call's place in it. */
export type Batch = { readonly json: string }

const STANDING: Columns = { n: 'number', room: 'text', user: 'text' }
const ONCE: Columns = { n: 'number', room: 'text', sender: 'text', clientId: 'text' }
const LOG: Columns = { log: 'text' }
const MESSAGE: Columns = {
  room: 'text',
  seq: 'number',
  id: 'text',
  sender: 'text',
  text: 'text',
  data: 'text',
  reply_to: 'text',
  client_id: 'text',
  created_at: 'number',
  deleted_at: 'number',
}
const EVENT: Columns = {
  log: 'text',
  seq: 'number',
  at: 'number',
  type: 'text',
  subject: 'text',
  actor: 'text',
}

/** The steps of a send, each for many sends in one round trip. */
export function batches(rows: JsonRows): ReadonlyMap<unknown, Query<Batch, { n: number }>> {
  const from = (a: Batch, columns: Columns) => rows(a.json, columns)
  return new Map<unknown, Query<Batch, { n: number }>>([
    [
      queries.standing,
      raw(
        (a) => sql`
          select a.n, rooms.*, logs.seq, users.id as user_id, users.name as user_name, members.role
          from ${from(a, STANDING)}
          join rooms on rooms.id = a.room and rooms.deleted_at is null
          join logs on logs.log = rooms.id
          join users on users.id = a.${sql.ref('user')}
          left join members on members.room = rooms.id and members.${sql.ref('user')} = users.id
            and members.left_seq is null`,
      ),
    ],
    [
      queries.messageByClientId,
      raw(
        (a) => sql`
          select a.n, messages.*, users.name as sender_name
          from ${from(a, ONCE)}
          join messages on messages.room = a.room and messages.sender = a.sender
            and messages.client_id = a.${sql.ref('clientId')}
          join users on users.id = messages.sender`,
      ),
    ],
    [
      queries.log,
      raw(
        (a) => sql`
        select a.n, logs.log, logs.seq, logs.at
        from ${from(a, { n: 'number', ...LOG })} join logs on logs.log = a.log`,
      ),
    ],
    [
      queries.lockLog,
      raw(
        (a) => sql`
        select logs.log from ${from(a, LOG)} join logs on logs.log = a.log
        order by logs.log for update`,
      ),
    ],
    [queries.insertMessage, insert('messages', MESSAGE, rows)],
    [queries.insertEvent, insert('events', EVENT, rows)],
  ])
}

function insert(
  table: keyof Tables,
  columns: Columns,
  rows: JsonRows,
): Query<Batch, { n: number }> {
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)))
  return raw(
    (a) =>
      sql`insert into ${sql.table(table)} (${names}) select ${names} from ${rows(a.json, columns)}`,
  )
}

/** A statement that no builder has words for. */
export const raw = <A, R>(build: (args: A) => RawBuilder<unknown>): Query<A, R> => ({
  build: (db: Kysely<Tables>, args) => ({ compile: () => build(args).compile(db) as never }),
})
