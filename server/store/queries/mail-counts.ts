import type { MailCountRow } from '../tables/account-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

type OfHour = Pick<MailCountRow, 'hour' | 'subject'>

export const mailCount = query((db, a: OfHour) =>
  db
    .selectFrom('mail_counts')
    .select('mails')
    .where('hour', '=', a.hour)
    .where('subject', '=', a.subject),
)

/** Counts one more mail, and locks the count until the commit. */
export const countMail = query((db, a: MailCountRow) =>
  db
    .insertInto('mail_counts')
    .values({ ...columns(a, COUNT) })
    .onConflict((c) =>
      c
        .columns(['hour', 'subject'])
        .doUpdateSet((e) => ({ mails: e('mail_counts.mails', '+', e.ref('excluded.mails')) })),
    ),
)

/** The same for MariaDB and MySQL. */
export const countMailOnDuplicate = query((db, a: MailCountRow) =>
  db
    .insertInto('mail_counts')
    .values({ ...columns(a, COUNT) })
    .onDuplicateKeyUpdate((e) => ({ mails: e('mails', '+', a.mails) })),
)

export const oldMailCounts = query((db, a: { hour: number; limit: number }) =>
  db
    .selectFrom('mail_counts')
    .select(['hour', 'subject'])
    .where('hour', '<', a.hour)
    .orderBy('hour')
    .orderBy('subject')
    .limit(a.limit),
)

export const deleteMailCount = query((db, a: OfHour) =>
  db.deleteFrom('mail_counts').where('hour', '=', a.hour).where('subject', '=', a.subject),
)

const COUNT = ['hour', 'subject', 'mails'] as const
