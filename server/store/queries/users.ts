import type { UserId } from '../../../protocol/ids.ts'
import { query } from '../statement.ts'
import type { UserRow } from '../tables.ts'
import { columns } from './columns.ts'

export const user = query((db, a: { id: UserId }) =>
  db.selectFrom('users').selectAll().where('id', '=', a.id),
)

/** Nobody else changes what is the user's until the commit. */
export const lockUser = query((db, a: { id: UserId }) =>
  db.selectFrom('users').select('id').where('id', '=', a.id).forUpdate(),
)

export const insertUser = query((db, a: UserRow) =>
  db.insertInto('users').values({ ...columns(a, USER) }),
)

export const updateUser = query((db, a: Pick<UserRow, 'id' | 'name' | 'info'>) =>
  db.updateTable('users').set({ name: a.name, info: a.info }).where('id', '=', a.id),
)

const USER = ['id', 'name', 'kind', 'info', 'created_at'] as const
