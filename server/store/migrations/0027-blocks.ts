import type { Schema } from '../tables/schema.ts'

/** Who has blocked whom. In a dm the blocked member has a mark, so that a send pays nothing for it. */
export async function blocks(schema: Schema): Promise<void> {
  const { key, number } = schema.dialect
  await schema.columns('members', { blocked: number })
  await schema.table('blocks', (table) =>
    table
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('blocked', key, (c) => c.notNull())
      .addColumn('at', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('blocks_key', ['user', 'blocked']),
  )
}
