import type { UserId } from '../../../protocol/ids.ts'
import type { BlockRow } from '../tables/consent-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'
import type { OfMember } from './keys.ts'

type Pair = Pick<BlockRow, 'user' | 'blocked'>

/** At most `LIMITS.blocksPerUser`. */
export const blocksOf = query((db, a: { user: UserId }) =>
  db.selectFrom('blocks').selectAll().where('user', '=', a.user).orderBy('at', 'desc'),
)

export const block = query((db, a: Pair) =>
  db.selectFrom('blocks').selectAll().where('user', '=', a.user).where('blocked', '=', a.blocked),
)

export const countBlocks = query((db, a: { user: UserId }) =>
  db
    .selectFrom('blocks')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('user', '=', a.user),
)

export const insertBlock = query((db, a: BlockRow) =>
  db.insertInto('blocks').values({ ...columns(a, ['user', 'blocked', 'at']) }),
)

export const deleteBlock = query((db, a: Pair) =>
  db.deleteFrom('blocks').where('user', '=', a.user).where('blocked', '=', a.blocked),
)

export const deleteBlocksOf = query((db, a: { user: UserId }) =>
  db.deleteFrom('blocks').where('user', '=', a.user),
)

export const markBlocked = query((db, a: OfMember & { blocked: number | null }) =>
  db
    .updateTable('members')
    .set({ blocked: a.blocked })
    .where('room', '=', a.room)
    .where('user', '=', a.user),
)
