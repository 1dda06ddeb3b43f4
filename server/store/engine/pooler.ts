import type { Pool, PoolClient } from 'pg'
import { TooOld } from './database.ts'

const TRANSACTION_MODE =
  'a pooler gives each transaction another session: set pool_mode = session in PgBouncer'

/**
 * Refuses a pooler between us and PostgreSQL (PgBouncer and its like) that gives each transaction another
 * session: prepared statements get mixed up there, and a node's lock stays behind when the node ends.
 */
export async function checkSessions(pool: Pool): Promise<void> {
  await using clients = new AsyncDisposableStack()
  const connect = async () => {
    const client = await pool.connect()
    clients.defer(() => client.release())
    return client
  }
  const a = await connect()
  // Without a pooler it is the one that PostgreSQL named when we connected.
  if ((await sessionOf(a)) === Reflect.get(a, 'processID')) return
  const b = await connect().catch((error) => {
    throw new TooOld(`a pooler lets in one connection (${error.message}), and a node needs 11`)
  })
  const seen = new Set<string>()
  // Sessions that were given back come again in the order in which they were, or in the opposite one.
  for (const order of [
    [a, b],
    [b, a],
    [a, b],
  ] as const) {
    for (const client of [a, b]) await client.query('begin')
    seen.add(`${await sessionOf(a)} ${await sessionOf(b)}`)
    for (const client of order) await client.query('commit')
  }
  if (seen.size > 1) throw new TooOld(TRANSACTION_MODE)
}

async function sessionOf(client: PoolClient): Promise<unknown> {
  const { rows } = await client.query('select pg_backend_pid() as pid')
  return rows[0]?.pid
}
