import type { KeyId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import type { KeyRow } from '../tables/tables.ts'
import { columns } from './columns.ts'

export const keyByHash = query((db, a: { hash: string }) =>
  db.selectFrom('api_keys').selectAll().where('hash', '=', a.hash),
)

export const keys = query((db, _: object) => db.selectFrom('api_keys').selectAll().orderBy('id'))

export const insertKey = query((db, a: Omit<KeyRow, 'last_used_at'>) =>
  db.insertInto('api_keys').values({ ...columns(a, KEY) } as KeyRow),
)

export const deleteKey = query((db, a: { id: KeyId }) =>
  db.deleteFrom('api_keys').where('id', '=', a.id),
)

export const setKeyUsed = query((db, a: { id: KeyId; at: number }) =>
  db.updateTable('api_keys').set({ last_used_at: a.at }).where('id', '=', a.id),
)

const KEY = ['id', 'hash', 'prefix', 'name', 'scopes', 'created_at'] as const
