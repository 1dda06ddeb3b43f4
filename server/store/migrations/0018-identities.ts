import type { Schema } from '../tables/schema.ts'

/** Users of issuers (OpenID Connect) who sign in. `key` is the hash of the issuer and the subject, which have no limit of their own. */
export async function identities(schema: Schema): Promise<void> {
  const { key, text, number } = schema.dialect
  await schema.table('identities', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('key', key, (c) => c.notNull().unique())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('issuer', text, (c) => c.notNull())
      .addColumn('subject', text, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('used_at', number, (c) => c.notNull()),
  )
  await schema.index('identities_by_user', 'identities', ['user'])
}
