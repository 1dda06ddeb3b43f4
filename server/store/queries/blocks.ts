import { type RawBuilder, sql } from 'kysely'
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

/** The members of a room who have blocked a user. */
export const blockersIn = query((db, a: OfMember) =>
  db
    .selectFrom('blocks')
    .innerJoin('members', 'members.user', 'blocks.user')
    .select('blocks.user')
    .where('blocks.blocked', '=', a.user)
    .where('members.room', '=', a.room)
    .where('members.left_seq', 'is', null),
)

/** The members of a room whom a user has blocked. */
export const blockedIn = query((db, a: OfMember) =>
  db
    .selectFrom('blocks')
    .innerJoin('members', 'members.user', 'blocks.blocked')
    .select('blocks.blocked')
    .where('blocks.user', '=', a.user)
    .where('members.room', '=', a.room)
    .where('members.left_seq', 'is', null),
)

/** The members who have blocked a user, in the rooms of the user that have at most so many members. */
export const blockersAround = query((db, a: { user: UserId; members: number }) =>
  db
    .selectFrom('blocks')
    .innerJoin('members as theirs', 'theirs.user', 'blocks.user')
    .innerJoin('rooms', 'rooms.id', 'theirs.room')
    .innerJoin('members as own', 'own.room', 'theirs.room')
    .select('blocks.user')
    .distinct()
    .where('blocks.blocked', '=', a.user)
    .where('own.user', '=', a.user)
    .where('own.left_seq', 'is', null)
    .where('theirs.left_seq', 'is', null)
    .where('rooms.member_count', '<=', a.members),
)

/**
 * Whether a user has not blocked the sender of a message. `sender`, `user`: columns or values. The first part is read
 * once for all messages, so that users without blocks do not pay for each message.
 */
export const notBlocked = (sender: RawBuilder<unknown>, user: UserId | RawBuilder<unknown>) => {
  const by = sql`select 1 from blocks where ${sql.ref('blocks.user')} = ${user}`
  return sql<boolean>`(not exists (${by}) or not exists (${by} and blocks.blocked = ${sender}))`
}

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
