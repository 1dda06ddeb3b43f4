import type { LinkId, UserId } from '../../../protocol/ids.ts'
import type { LinkRow } from '../tables/account-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

export const link = query((db, a: { id: LinkId }) =>
  db.selectFrom('links').selectAll().where('id', '=', a.id),
)

/** `code` is the hash of the code. */
export const linkByCode = query((db, a: { code: string }) =>
  db.selectFrom('links').selectAll().where('code', '=', a.code),
)

/** Locks a link, so that two callers cannot both use it. */
export const lockLink = query((db, a: { code: string }) =>
  db.selectFrom('links').select('id').where('code', '=', a.code).forUpdate(),
)

/** Locks all links of a purpose, in the order of their ids. */
export const lockLinks = query((db, a: { purpose: LinkRow['purpose'] }) =>
  db.selectFrom('links').select('id').where('purpose', '=', a.purpose).orderBy('id').forUpdate(),
)

/** Those that the server has mailed are left out. */
export const openLinks = query((db, a: { now: number }) =>
  db
    .selectFrom('links')
    .selectAll()
    .where('until', '>', a.now)
    .where('email', 'is', null)
    .orderBy('id'),
)

export const countLinks = query((db, a: { now: number }) =>
  db
    .selectFrom('links')
    .select((e) => e.fn.countAll<number>().as('links'))
    .where('until', '>', a.now),
)

export const insertLink = query((db, a: LinkRow) =>
  db.insertInto('links').values({ ...columns(a, LINK) }),
)

export const deleteLink = query((db, a: { id: LinkId }) =>
  db.deleteFrom('links').where('id', '=', a.id),
)

export const deleteLinksOfPurpose = query((db, a: { purpose: LinkRow['purpose'] }) =>
  db.deleteFrom('links').where('purpose', '=', a.purpose),
)

export const deleteMailedLinks = query((db, a: { user: UserId; purpose: LinkRow['purpose'] }) =>
  db
    .deleteFrom('links')
    .where('user', '=', a.user)
    .where('purpose', '=', a.purpose)
    .where('email', 'is not', null),
)

/** The end of a link that has expired, after as many others as `skipped`. */
export const expiredLink = query((db, a: { now: number; skipped: number }) =>
  db
    .selectFrom('links')
    .select('until')
    .where('until', '<=', a.now)
    .orderBy('until')
    .limit(1)
    .offset(a.skipped),
)

export const deleteLinksUntil = query((db, a: { until: number }) =>
  db.deleteFrom('links').where('until', '<=', a.until),
)

export const eraseLinks = query((db, a: { user: UserId }) =>
  db.deleteFrom('links').where('user', '=', a.user),
)

const LINK = ['id', 'code', 'purpose', 'user', 'created_at', 'until', 'email'] as const
