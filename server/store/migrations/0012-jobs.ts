import type { Schema } from '../tables/schema.ts'

/** Background jobs, and the indexes by which the sweeps find what has expired. */
export async function jobs(schema: Schema): Promise<void> {
  const { key, longKey, text, number } = schema.dialect
  await schema.table('jobs', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('kind', key, (c) => c.notNull())
      .addColumn('body', text, (c) => c.notNull())
      .addColumn('due', number)
      .addColumn('tries', number, (c) => c.notNull())
      .addColumn('owner', key)
      .addColumn('again', number)
      .addColumn('unique_key', longKey, (c) => c.unique())
      .addColumn('progress', text)
      .addColumn('last_error', text),
  )
  await schema.index('jobs_by_due', 'jobs', ['kind', 'due'])
  await schema.index('tickets_by_end', 'tickets', ['until'])
  await schema.index('invitations_by_end', 'invitations', ['ended_at', 'expires_at'])
}
