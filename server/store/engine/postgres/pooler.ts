import type { Pool, PoolClient } from 'pg'
import { TooOld } from '../database.ts'

const TRANSACTION_MODE =
  'a pooler gives each transaction another session: set pool_mode = session in PgBouncer'

/**
 * Refuses a pooler in front of PostgreSQL (such as PgBouncer) that gives each transaction another session: there,
 * prepared statements would be mixed up, and a node's lock would remain after the node's end.
 */
export async function checkSessions(pool: Pool): Promise<void> {
  await using clients = new AsyncDisposableStack()
  const connect = async () => {
    const client = await pool.connect()
    clients.defer(() => client.release())
    return client
  }
  const a = await connect()
  // Without a pooler, this is the process id that PostgreSQL sent at the connect.
  if ((await sessionOf(a)) === Reflect.get(a, 'processID')) return
  const b = await connect().catch((error) => {
    throw new TooOld(
      `a pooler allows one connection (${error.message}), and a node needs 11: raise its pool_size`,
    )
  })
  const seen = new Set<string>()
  // A pooler reuses returned sessions in the same or in the opposite order: both are tried.
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
