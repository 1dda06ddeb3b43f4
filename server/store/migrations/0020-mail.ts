import type { Schema } from '../tables/schema.ts'

/** E-mail addresses of accounts, mailed links, how many mails were sent, and the indexes of what expires. */
export async function mail(schema: Schema): Promise<void> {
  const { key, longKey, number } = schema.dialect
  await schema.columns('accounts', {
    email: longKey,
    verified_email: longKey,
    previous_email: longKey,
  })
  await schema.index('accounts_by_verified_email', 'accounts', ['verified_email'], { unique: true })
  await schema.columns('links', { email: longKey })
  await schema.index('links_by_user', 'links', ['user'])
  await schema.index('links_by_end', 'links', ['until'])
  await schema.index('requests_by_end', 'requests', ['answer', 'expires_at'])
  await schema.table('mail_counts', (table) =>
    table
      .addColumn('hour', number, (c) => c.notNull())
      .addColumn('subject', key, (c) => c.notNull())
      .addColumn('mails', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('mail_counts_key', ['hour', 'subject']),
  )
}
