import type { UserId } from '../../../protocol/ids.ts'
import { query } from '../statement.ts'
import type { UserRow } from '../tables.ts'
import { columns } from './columns.ts'

export const user = query((db, a: { id: UserId }) =>
  db.selectFrom('users').selectAll().where('id', '=', a.id),
)

/** A user whom another one may know of: they are in a room together, or the same. */
export const knownUser = query((db, a: { id: UserId; to: UserId }) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', a.id)
    .where((e) =>
      e.or([
        e('id', '=', a.to),
        e.exists(
          e
            .selectFrom('members as mine')
            .innerJoin('members as theirs', 'theirs.room', 'mine.room')
            .select('mine.room')
            .where('mine.user', '=', a.to)
            .where('mine.left_seq', 'is', null)
            .where('theirs.user', '=', a.id)
            .where('theirs.left_seq', 'is', null),
        ),
      ]),
    ),
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
