import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'

/** Which database this run is on; `npm test` runs the suites once on each. */
export const DATABASE = process.env['TEST_DATABASE'] ?? 'sqlite'

/** MySQL is tested as MariaDB is, by another URL: `bin/newer-services`. */
export const IS_MYSQL =
  DATABASE === 'mariadb' && process.env['TEST_MARIADB_URL']?.startsWith('mysql:') === true

type Fresh = { readonly url: string; readonly drop: () => Promise<void> }

/**
 * A database of its own for each server: empty, or a copy of `template` on PostgreSQL, and gone afterwards. One that is
 * given is left.
 */
export async function freshDatabase(
  given?: string,
  database = DATABASE,
  template?: string,
): Promise<Fresh> {
  if (given !== undefined) return { url: given, drop: async () => undefined }
  if (database === 'sqlite') return { url: '', drop: async () => undefined }
  const variable = `TEST_${database.toUpperCase()}_URL`
  const server = process.env[variable]
  if (server === undefined) throw new Error(`${variable} is not set: see bin/services`)
  const name = `parlance_${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`
  const url = new URL(server)
  url.pathname = name
  const isCopy = database === 'postgres' && template !== undefined
  // The files are copied as they are, which takes half the time of copying by the write-ahead log.
  const as = isCopy ? ` template ${template} strategy file_copy` : ''
  await run(database, server, `create database ${name}${as}`)
  const end = database === 'postgres' ? ' with (force)' : ''
  return {
    url: url.href,
    drop: () => run(database, server, `drop database if exists ${name}${end}`),
  }
}

/** Past the product: a statement, or several of MariaDB, said to the database itself. */
export async function run(database: string, server: string, statement: string): Promise<void> {
  if (database === 'postgres') {
    const client = new Client(server)
    await client.connect()
    await client.query(statement)
    return client.end()
  }
  const uri = server.replace('mariadb:', 'mysql:')
  const connection = await createConnection({ uri, multipleStatements: true })
  await connection.query(statement)
  return connection.end()
}
