import { Database as Sqlite } from 'bun:sqlite'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import type { Place } from './place.ts'

/** A table in the hands of another connection (on SQLite all of them), until it is disposed. */
export async function hold({ kind, file, url }: Place, table: string) {
  if (kind === 'sqlite') {
    const database = new Sqlite(file)
    database.run('begin immediate')
    return { [Symbol.asyncDispose]: async () => database.close() }
  }
  if (kind === 'postgres') {
    const client = new Client(url)
    await client.connect()
    await client.query(`begin; lock table ${table} in access exclusive mode`)
    return { [Symbol.asyncDispose]: () => client.end() }
  }
  const connection = await createConnection(url.replace('mariadb:', 'mysql:'))
  await connection.query(`lock tables ${table} write`)
  return { [Symbol.asyncDispose]: () => connection.end() }
}
