import { type Kysely, sql } from 'kysely'
import type { SchemaDialect } from '../tables/schema.ts'
import type { Row } from './archive-format.ts'
import type { Kind } from './open-target.ts'

/** Rows of one fetch. */
const FETCH = 1000

type Any = Kysely<Record<string, Record<string, unknown>>>

/** Begins a transaction in which everything is read of one moment, and which only reads. Other writers do not wait. */
export async function beginSnapshot(connection: Kysely<unknown>, kind: Kind): Promise<void> {
  const begin = {
    sqlite: sql`begin`,
    postgres: sql`begin isolation level repeatable read read only`,
    mariadb: sql`start transaction with consistent snapshot, read only`,
  }
  if (kind === 'mariadb')
    await sql`set session transaction isolation level repeatable read`.execute(connection)
  await begin[kind].execute(connection)
}

export const endSnapshot = async (connection: Kysely<unknown>): Promise<void> => {
  await sql`rollback`.execute(connection)
}

/** The columns of every table. */
export async function columnsOf(
  connection: Kysely<unknown>,
  { columns }: SchemaDialect,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await columns.execute(connection)
  const byTable = Map.groupBy(rows, ({ of_table }) => of_table)
  return new Map(
    [...byTable].map(([table, found]) => [table, found.map(({ name }) => name).sort()]),
  )
}

/** The time of the database's clock, in ms of the epoch. */
export async function databaseTime(connection: Kysely<unknown>, kind: Kind): Promise<number> {
  const now = {
    sqlite: sql<{ at: number }>`select cast(unixepoch('subsec') * 1000 as integer) as at`,
    postgres: sql<{
      at: number
    }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as at`,
    mariadb: sql<{
      at: number
    }>`select cast(unix_timestamp(now(3)) * 1000 as signed) as at`,
  }
  const { rows } = await now[kind].execute(connection)
  return Number(rows[0]?.at)
}

/** The rows of a table, as arrays in the order of the columns, without loading them all. */
export async function* rowsOf(
  connection: Kysely<unknown>,
  kind: Kind,
  table: string,
  columns: readonly string[],
): AsyncGenerator<Row> {
  const all =
    kind === 'postgres' ? cursor(connection, table, columns) : stream(connection, table, columns)
  for await (const row of all) yield columns.map((column) => checked(row[column]))
}

async function* cursor(connection: Kysely<unknown>, table: string, columns: readonly string[]) {
  const names = sql.join(columns.map((column) => sql.ref(column)))
  await sql`declare backup no scroll cursor for select ${names} from ${sql.table(table)}`.execute(
    connection,
  )
  for (;;) {
    const { rows } = await sql<Record<string, unknown>>`
      fetch ${sql.lit(FETCH)} from backup`.execute(connection)
    yield* rows
    if (rows.length < FETCH) break
  }
  await sql`close backup`.execute(connection)
}

const stream = (connection: Kysely<unknown>, table: string, columns: readonly string[]) =>
  (connection as Any)
    .selectFrom(table)
    .select([...columns])
    .stream(FETCH)

function checked(value: unknown): Row[number] {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  throw new Error(`a backup cannot contain a value of type ${typeof value}`)
}
