import type { MessageId, UserId } from '../../../protocol/ids.ts'
import { query } from '../statement.ts'
import type { FollowerRow } from '../tables.ts'
import { columns } from './columns.ts'
import type { InRoom } from './keys.ts'

type OfFollower = { thread: MessageId; user: UserId }

export const follower = query((db, a: OfFollower) =>
  db.selectFrom('followers').selectAll().where('user', '=', a.user).where('thread', '=', a.thread),
)

export const putFollower = query((db, a: FollowerRow) =>
  db
    .insertInto('followers')
    .values({ ...columns(a, FOLLOWER) })
    .onConflict((c) =>
      c.columns(['user', 'thread']).doUpdateSet({ following: a.following, read_seq: a.read_seq }),
    ),
)

/** Threads that somebody follows in rooms that they are in, the latest active first. */
export const threadsOf = query(
  (db, a: { user: UserId; at: number; before: string; limit: number }) =>
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
        'messages.last_reply_at',
      ])
      .where('followers.user', '=', a.user)
      .where('followers.following', '=', 1)
      .where('members.left_seq', 'is', null)
      .where((e) =>
        e.or([
          e('rooms.only_joined', '=', 0),
          e('messages.seq', '>=', e.ref('members.joined_seq')),
        ]),
      )
      .where((e) =>
        e.or([
          e('messages.last_reply_at', '<', a.at),
          e.and([
            e('messages.last_reply_at', '=', a.at),
            e('messages.id', '<', a.before as MessageId),
          ]),
        ]),
      )
      .orderBy('messages.last_reply_at', 'desc')
      .orderBy('messages.id', 'desc')
      .limit(a.limit),
)

export const eraseFollowers = query((db, a: InRoom) =>
  db.deleteFrom('followers').where('room', '=', a.room),
)

const FOLLOWER = ['thread', 'user', 'room', 'following', 'read_seq'] as const
