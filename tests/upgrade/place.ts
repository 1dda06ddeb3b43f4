import { Database as Sqlite } from 'bun:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import { freshDatabase } from '../support/database.ts'

export type Kind = 'sqlite' | 'postgres' | 'mariadb'
export type Row = Readonly<Record<string, unknown>>

/** A data folder and a database, empty at first, and SQL on it beside any server. */
export async function newPlace(kind: Kind) {
  const data = mkdtempSync(join(tmpdir(), 'parlance-upgrade-'))
  const { url, drop } = await freshDatabase(undefined, kind)
  const file = join(data, 'parlance.sqlite')
  return {
    kind,
    data,
    url,
    file,
    rows: (sql: string) => run(kind, kind === 'sqlite' ? file : url, sql),
    [Symbol.asyncDispose]: async () => {
      await drop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

export type Place = Awaited<ReturnType<typeof newPlace>>

/** One statement, or a whole dump. */
async function run(kind: Kind, where: string, sql: string): Promise<Row[]> {
  if (kind === 'sqlite') {
    using database = new Sqlite(where)
    return database.query<Row, []>(sql).all()
  }
  if (kind === 'postgres') {
    const client = new Client(where)
    await client.connect()
    const { rows } = await client.query(sql).finally(() => client.end())
    return rows
  }
  const uri = where.replace('mariadb:', 'mysql:')
  const connection = await createConnection({ uri, multipleStatements: true })
  const [rows] = await connection.query(sql).finally(() => connection.end())
  return rows as Row[]
}
