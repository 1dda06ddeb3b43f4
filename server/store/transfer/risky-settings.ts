import { type Kysely, sql } from 'kysely'
import type { Kind } from './open-target.ts'

/** Settings of the database server with which a crash can lose what was acknowledged, with the values they should have. */
export async function riskySettings(
  connection: Kysely<unknown>,
  kind: Kind,
): Promise<readonly { readonly name: string; readonly is: string; readonly should: string }[]> {
  if (kind === 'postgres') {
    const { rows } = await sql<{ name: string }>`
      select name from pg_settings
      where name in ('fsync', 'synchronous_commit') and setting = 'off'`.execute(connection)
    return rows.map(({ name }) => ({ name, is: 'off', should: 'on' }))
  }
  if (kind !== 'mariadb') return []
  const { rows } = await sql<{ flush: number }>`
    select @@innodb_flush_log_at_trx_commit as flush`.execute(connection)
  const is = `${rows[0]?.flush}`
  return is === '1' ? [] : [{ name: 'innodb_flush_log_at_trx_commit', is, should: '1' }]
}
