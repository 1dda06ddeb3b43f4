import { sql } from 'kysely'
import type { MessageId, UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { query } from '../tables/statement.ts'
import type { MentionRow } from '../tables/tables.ts'
import { notBlocked } from './blocks.ts'
import { columns } from './columns.ts'
import type { InRoom, OfMember, OfMessage } from './keys.ts'
import { countsAsUnread, inRoom } from './messages.ts'

export const insertMention = query((db, a: MentionRow) =>
  db.insertInto('mentions').values({ ...columns(a, MENTION) }),
)

/** The users whom a message already mentions. */
export const mentioned = query((db, a: OfMessage) =>
  db.selectFrom('mentions').select('user').where('room', '=', a.room).where('seq', '=', a.seq),
)

/** Messages that mention a user, where the user is a member and may see them; the latest first. */
export const mentionsOf = query((db, a: { user: UserId; before: string; limit: number }) =>
  db
    .selectFrom('mentions')
    .innerJoin('members', (j) =>
      j.onRef('members.room', '=', 'mentions.room').onRef('members.user', '=', 'mentions.user'),
    )
    .innerJoin('rooms', 'rooms.id', 'mentions.room')
    .select(['mentions.room', 'mentions.seq'])
    .where('mentions.user', '=', a.user)
    .where('mentions.message', '<', a.before as MessageId)
    .where('members.left_seq', 'is', null)
    .where((e) =>
      e.or([e('rooms.only_joined', '=', 0), e('mentions.seq', '>=', e.ref('members.joined_seq'))]),
    )
    .where(
      notBlocked(
        sql`(select messages.sender from messages where messages.room = mentions.room and messages.seq = mentions.seq)`,
        a.user,
      ),
    )
    .orderBy('mentions.message', 'desc')
    .limit(a.limit),
)

/** How many unread messages of a room mention the user, up to `LIMITS.unreadMax`. */
export const unreadMentions = query((db, a: OfMember & { seq: number }) =>
  db
    .selectFrom(
      db
        .selectFrom('mentions')
        // SQLite keeps the order of a cross join. Otherwise it would read all unread messages.
        .crossJoin('messages')
        .select('mentions.seq')
        .whereRef('messages.room', '=', 'mentions.room')
        // An expression: SQLite would otherwise conclude `messages.seq > a.seq`, and read all of these messages.
        .where('messages.seq', '=', sql<number>`mentions.seq + 0`)
        .where('mentions.room', '=', a.room)
        .where('mentions.user', '=', a.user)
        .where('mentions.seq', '>', a.seq)
        .where(inRoom)
        .where(countsAsUnread)
        .where(notBlocked(sql.ref('messages.sender'), a.user))
        .limit(sql.lit(LIMITS.unreadMax))
        .as('found'),
    )
    .select((e) => e.fn.countAll<number>().as('count')),
)

export const deleteMentions = query((db, a: OfMessage) =>
  db.deleteFrom('mentions').where('room', '=', a.room).where('seq', '=', a.seq),
)

export const mentionsOfRoom = query((db, a: InRoom & { limit: number }) =>
  db
    .selectFrom('mentions')
    .select(['user', 'message'])
    .where('room', '=', a.room)
    .orderBy('seq')
    .orderBy('user')
    .limit(a.limit),
)

export const deleteMention = query((db, a: Pick<MentionRow, 'user' | 'message'>) =>
  db.deleteFrom('mentions').where('user', '=', a.user).where('message', '=', a.message),
)

export const MENTION = ['user', 'message', 'room', 'seq'] as const
