import type { MessageId, UserId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import type { FollowerRow } from '../tables/tables.ts'
import { columns } from './columns.ts'
import type { InRoom } from './keys.ts'

type Db = Parameters<Parameters<typeof query>[0]>[0]
type OfFollower = { thread: MessageId; user: UserId }

export const follower = query((db, a: OfFollower) =>
  db.selectFrom('followers').selectAll().where('user', '=', a.user).where('thread', '=', a.thread),
)

const insertFollower = (db: Db, a: FollowerRow) =>
  db.insertInto('followers').values({ ...columns(a, FOLLOWER) })

const changedFollower = (a: FollowerRow) => ({ following: a.following, read_seq: a.read_seq })

export const putFollower = query((db, a: FollowerRow) =>
  insertFollower(db, a).onConflict((c) =>
    c.columns(['user', 'thread']).doUpdateSet(changedFollower(a)),
  ),
)

/** The same for MariaDB and MySQL. */
export const putFollowerOnDuplicate = query((db, a: FollowerRow) =>
  insertFollower(db, a).onDuplicateKeyUpdate(changedFollower(a)),
)

/** The threads that a user follows, in rooms that the user is in. */
const followed = (db: Db, a: { user: UserId }) =>
  db
    .selectFrom('followers')
    .innerJoin('messages', 'messages.id', 'followers.thread')
    .innerJoin('members', (j) =>
      j.onRef('members.room', '=', 'messages.room').onRef('members.user', '=', 'followers.user'),
    )
    .innerJoin('rooms', 'rooms.id', 'messages.room')
    .select([
      'followers.thread',
      'followers.room',
      'followers.read_seq',
      'members.joined_seq',
      'messages.last_reply_at',
    ])
    .where('followers.user', '=', a.user)
    .where('followers.following', '=', 1)
    .where('members.left_seq', 'is', null)
    .where((e) =>
      e.or([e('rooms.only_joined', '=', 0), e('messages.seq', '>=', e.ref('members.joined_seq'))]),
    )

/** Followed threads without a reply after `until`, the latest active first, after a position in that order. */
export const threadsOf = query(
  (db, a: { user: UserId; until: number; at: number; id: string; limit: number }) =>
    followed(db, a)
      .where('messages.last_reply_at', '<=', a.until)
      .where((e) =>
        e.or([
          e('messages.last_reply_at', '<', a.at),
          e.and([e('messages.last_reply_at', '=', a.at), e('messages.id', '<', a.id as MessageId)]),
        ]),
      )
      .orderBy('messages.last_reply_at', 'desc')
      .orderBy('messages.id', 'desc')
      .limit(a.limit),
)

/** Followed threads with a reply after `since`. */
export const threadsSince = query((db, a: { user: UserId; since: number }) =>
  followed(db, a).where('messages.last_reply_at', '>', a.since),
)

/** The time of the last reply until a time, among the replies up to a seq. */
export const lastReplyUntil = query((db, a: { thread: MessageId; seq: number; until: number }) =>
  db
    .selectFrom('messages')
    .select('created_at as at')
    .where('thread', '=', a.thread)
    .where('seq', '<=', a.seq)
    .where('created_at', '<=', a.until)
    .orderBy('seq', 'desc')
    .limit(1),
)

export const followersOfRoom = query((db, a: InRoom & { limit: number }) =>
  db.selectFrom('followers').select(['user', 'thread']).where('room', '=', a.room).limit(a.limit),
)

export const deleteFollower = query((db, a: OfFollower) =>
  db.deleteFrom('followers').where('user', '=', a.user).where('thread', '=', a.thread),
)

const FOLLOWER = ['thread', 'user', 'room', 'following', 'read_seq'] as const
