import type { IdentityId, UserId } from '../../../protocol/ids.ts'
import type { IdentityRow } from '../tables/account-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

export const identity = query((db, a: { id: IdentityId }) =>
  db.selectFrom('identities').selectAll().where('id', '=', a.id),
)

export const identityByKey = query((db, a: { key: string }) =>
  db.selectFrom('identities').selectAll().where('key', '=', a.key),
)

export const identitiesOf = query((db, a: { user: UserId }) =>
  db.selectFrom('identities').selectAll().where('user', '=', a.user).orderBy('id'),
)

export const insertIdentity = query((db, a: IdentityRow) =>
  db.insertInto('identities').values({ ...columns(a, IDENTITY) }),
)

export const setIdentityUsed = query((db, a: { id: IdentityId; at: number }) =>
  db.updateTable('identities').set({ used_at: a.at }).where('id', '=', a.id),
)

export const deleteIdentity = query((db, a: { id: IdentityId }) =>
  db.deleteFrom('identities').where('id', '=', a.id),
)

export const eraseIdentities = query((db, a: { user: UserId }) =>
  db.deleteFrom('identities').where('user', '=', a.user),
)

const IDENTITY = ['id', 'key', 'user', 'issuer', 'subject', 'created_at', 'used_at'] as const
