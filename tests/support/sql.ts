import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'

/** A session of one's own on a server's database. */
export async function query(url: string) {
  if (url.startsWith('postgres')) {
    const client = new Client(url)
    await client.connect()
    return {
      run: async (text: string) => void (await client.query(text)),
      rows: async <R>(text: string) => (await client.query(text)).rows as R[],
      close: () => client.end(),
    }
  }
  const connection = await createConnection(url.replace('mariadb:', 'mysql:'))
  return {
    run: async (text: string) => void (await connection.query(text)),
    rows: async <R>(text: string) => (await connection.query(text))[0] as R[],
    close: () => connection.end(),
  }
}

/** Statements on a server's own database, beside it; without a URL on SQLite in its data folder. */
export async function execute(
  url: string,
  statements: readonly string[],
  data = '',
): Promise<void> {
  if (url === '') {
    using database = new Database(join(data, 'parlance.sqlite'))
    // The server writes by itself, too: its jobs.
    database.run('pragma busy_timeout = 10000')
    for (const statement of statements) database.run(statement)
    return
  }
  const session = await query(url)
  try {
    for (const statement of statements) await session.run(statement)
  } finally {
    await session.close()
  }
}

/** How many rows a table has, of a server's own database. */
export async function countRows(url: string, table: string, data = ''): Promise<number> {
  const text = `select count(*) as n from ${table}`
  if (url === '') {
    using database = new Database(join(data, 'parlance.sqlite'), { readonly: true })
    return Number(database.query<{ n: number }, []>(text).get()?.n)
  }
  const session = await query(url)
  try {
    return Number((await session.rows<{ n: number }>(text))[0]?.n)
  } finally {
    await session.close()
  }
}
