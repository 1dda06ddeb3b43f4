import type { UserId } from '../../../protocol/ids.ts'
import type { ConsentRow } from '../tables/consent-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

export const consent = query((db, a: { user: UserId }) =>
  db.selectFrom('consent').selectAll().where('user', '=', a.user),
)

export const deleteConsent = query((db, a: { user: UserId }) =>
  db.deleteFrom('consent').where('user', '=', a.user),
)

const insertConsent = (db: Parameters<Parameters<typeof query>[0]>[0], a: ConsentRow) =>
  db.insertInto('consent').values({ ...columns(a, ['user', 'requests_from']) })

const changedConsent = (a: ConsentRow) => ({ requests_from: a.requests_from })

export const putConsent = query((db, a: ConsentRow) =>
  insertConsent(db, a).onConflict((c) => c.column('user').doUpdateSet(changedConsent(a))),
)

/** The same for MariaDB and MySQL. */
export const putConsentOnDuplicate = query((db, a: ConsentRow) =>
  insertConsent(db, a).onDuplicateKeyUpdate(changedConsent(a)),
)
