import { sql } from 'kysely'
import type { MessageId, UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { query } from '../tables/statement.ts'
import type { MessageRow } from '../tables/tables.ts'
import { notBlocked } from './blocks.ts'
import { columns } from './columns.ts'
import { seesAllOf, visibleTo } from './hidden.ts'
import type { InRoom, OfMember, OfMessage } from './keys.ts'

/** The columns that have defaults, or are set later. */
type LaterColumn =
  | 'deleted_at'
  | 'version'
  | 'edited_at'
  | 'replies'
  | 'last_reply_seq'
  | 'last_reply_at'
  | 'reactions'
  | 'pinned_at'
  | 'hidden_parts'

export const insertMessage = query((db, a: Omit<MessageRow, LaterColumn>) =>
  db.insertInto('messages').values({ ...columns(a, MESSAGE) } as MessageRow),
)

type Db = Parameters<Parameters<typeof query>[0]>[0]

/** The user who reads. */
type By = { viewer: UserId }

/**
 * A message that a user may see, with its sender, its room and the message that it quotes, whose text is left out where
 * members see only messages since they joined.
 */
const joined = (db: Db, { viewer }: By) =>
  db
    .selectFrom('messages')
    .innerJoin('users', 'users.id', 'messages.sender')
    .innerJoin('rooms', 'rooms.id', 'messages.room')
    .leftJoin('messages as quoted', 'quoted.id', 'messages.reply_to')
    .leftJoin('users as quoted_users', 'quoted_users.id', 'quoted.sender')
    .selectAll('messages')
    .select([
      'users.name as sender_name',
      'rooms.deleted_at as room_deleted_at',
      'quoted.seq as quoted_seq',
      'quoted.sender as quoted_sender',
      'quoted_users.name as quoted_name',
    ])
    .select([
      'quoted.deleted_at as quoted_deleted_at',
      'quoted.hidden as quoted_hidden',
      seesAllOf(viewer).as('sees_all'),
      'quoted.expires_at as quoted_expires_at',
    ])
    .select(
      sql<
        string | null
      >`case when rooms.only_joined = 0 then substr(quoted.text, 1, ${sql.lit(LIMITS.quoteLength)}) end`.as(
        'quoted_text',
      ),
    )
    .where(visibleTo(viewer))

export const messageById = query((db, a: By & InRoom & { id: MessageId }) =>
  joined(db, a).where('messages.id', '=', a.id).where('messages.room', '=', a.room),
)

export const messageAnywhere = query((db, a: By & { id: MessageId }) =>
  joined(db, a).where('messages.id', '=', a.id),
)

export const messageBySeq = query((db, a: By & OfMessage) =>
  joined(db, a).where('messages.room', '=', a.room).where('messages.seq', '=', a.seq),
)

export const messageByClientId = query(
  (db, a: By & InRoom & { sender: UserId; clientId: string }) =>
    joined(db, a)
      .where('messages.room', '=', a.room)
      .where('messages.sender', '=', a.sender)
      .where('messages.client_id', '=', a.clientId)
      .where('messages.client_id', 'is not', null),
)

/** The messages of one sender between two seqs that are not deleted. */
export const messagesOfSender = query(
  (db, a: By & InRoom & { sender: UserId; after: number; until: number }) =>
    joined(db, a)
      .where('messages.room', '=', a.room)
      .where('messages.seq', '>', a.after)
      .where('messages.seq', '<=', a.until)
      .where('messages.sender', '=', a.sender)
      .where('messages.deleted_at', 'is', null)
      .orderBy('messages.seq'),
)

/** Also a deleted one, whose text may still be in the trash. */
export const firstOfSender = query(
  (db, a: InRoom & { sender: UserId; after: number; until: number }) =>
    db
      .selectFrom('messages')
      .select('seq')
      .where('room', '=', a.room)
      .where('seq', '>', a.after)
      .where('seq', '<=', a.until)
      .where('sender', '=', a.sender)
      .orderBy('seq')
      .limit(1),
)

export type OfPage = By & InRoom & { seq: number; from: number; limit: number }

const before = (db: Db, a: OfPage) =>
  joined(db, a)
    .where('messages.room', '=', a.room)
    .where('messages.seq', '<', a.seq)
    .where('messages.seq', '>=', a.from)
    .orderBy('messages.seq', 'desc')
    .limit(a.limit)

const after = (db: Db, a: OfPage) =>
  joined(db, a)
    .where('messages.room', '=', a.room)
    .where('messages.seq', '>', a.seq)
    .where('messages.seq', '>=', a.from)
    .orderBy('messages.seq')
    .limit(a.limit)

/** Messages in the room's own history: replies in threads only where they were sent to the room as well. */
export const inRoom = sql<boolean>`(messages.thread is null or messages.in_room = 1)`

export const messagesBefore = query((db, a: OfPage) => before(db, a).where(inRoom))
export const messagesAfter = query((db, a: OfPage) => after(db, a).where(inRoom))

export const threadBefore = query((db, a: OfPage & { thread: MessageId }) =>
  before(db, a).where('messages.thread', '=', a.thread),
)
export const threadAfter = query((db, a: OfPage & { thread: MessageId }) =>
  after(db, a).where('messages.thread', '=', a.thread),
)

export const lastMessage = query((db, a: By & InRoom & { from: number }) =>
  joined(db, a)
    .where('messages.room', '=', a.room)
    .where('messages.seq', '>=', a.from)
    .where(inRoom)
    .orderBy('messages.seq', 'desc')
    .limit(1),
)

/** The number of others' unread messages after a seq, up to `LIMITS.unreadMax`. */
export const unread = query((db, a: OfMember & { seq: number }) =>
  db
    .selectFrom(
      db
        .selectFrom('messages')
        .select('seq')
        .where('room', '=', a.room)
        .where('seq', '>', a.seq)
        .where('sender', '!=', a.user)
        .where(notBlocked(sql.ref('messages.sender'), a.user))
        .where(inRoom)
        .where(countsAsUnread)
        .limit(sql.lit(LIMITS.unreadMax))
        .as('found'),
    )
    .select((e) => e.fn.countAll<number>().as('count')),
)

export const unreadInThread = query((db, a: { thread: MessageId; user: UserId; seq: number }) =>
  db
    .selectFrom(
      db
        .selectFrom('messages')
        .select('seq')
        .where('thread', '=', a.thread)
        .where('seq', '>', a.seq)
        .where('sender', '!=', a.user)
        .where(notBlocked(sql.ref('messages.sender'), a.user))
        .where(countsAsUnread)
        .limit(sql.lit(LIMITS.unreadMax))
        .as('found'),
    )
    .select((e) => e.fn.countAll<number>().as('count')),
)

export const unreadMessages = query((db, a: By & OfMember & { seq: number; limit: number }) =>
  joined(db, a)
    .where('messages.room', '=', a.room)
    .where('messages.seq', '>', a.seq)
    .where('messages.sender', '!=', a.user)
    .where(notBlocked(sql.ref('messages.sender'), a.user))
    .where(inRoom)
    .where(countsAsUnread)
    .orderBy('messages.seq')
    .limit(a.limit),
)

/** Whether a message counts as unread: neither deleted, silent or hidden, nor a system message. */
export const countsAsUnread = sql<boolean>`(messages.deleted_at is null and messages.silent is null and messages.system is null)`

// Changes.

export const editMessage = query(
  (db, a: OfMessage & Pick<MessageRow, 'text' | 'data' | 'mentions' | 'version' | 'edited_at'>) =>
    db
      .updateTable('messages')
      .set({
        text: a.text,
        data: a.data,
        mentions: a.mentions,
        version: a.version,
        edited_at: a.edited_at,
      })
      .where('room', '=', a.room)
      .where('seq', '=', a.seq),
)

const NO_TEXT = { text: '', data: null, mentions: null, reactions: null, pinned_at: null } as const

/** Removes the text. The row stays, and so does the `clientId`: a repeated send returns the deleted message. */
export const eraseMessage = query((db, a: OfMessage & { at: number }) =>
  db
    .updateTable('messages')
    .set({ ...NO_TEXT, deleted_at: a.at })
    .where('room', '=', a.room)
    .where('seq', '=', a.seq),
)

export const restoreMessage = query(
  (db, a: OfMessage & Pick<MessageRow, 'text' | 'data' | 'version'>) =>
    db
      .updateTable('messages')
      .set({ text: a.text, data: a.data, version: a.version, deleted_at: null })
      .where('room', '=', a.room)
      .where('seq', '=', a.seq),
)

export const setParts = query((db, a: OfMessage & Pick<MessageRow, 'hidden_parts'>) =>
  db
    .updateTable('messages')
    .set({ hidden_parts: a.hidden_parts })
    .where('room', '=', a.room)
    .where('seq', '=', a.seq),
)

/** An edit hides a message that others have seen. */
export const hideMessage = query(
  (db, a: OfMessage & Pick<MessageRow, 'hidden' | 'silent' | 'hidden_parts'>) =>
    db
      .updateTable('messages')
      .set({ hidden: a.hidden, silent: a.silent, hidden_parts: a.hidden_parts })
      .where('room', '=', a.room)
      .where('seq', '=', a.seq),
)

export const setReplies = query(
  (db, a: OfMessage & Pick<MessageRow, 'replies' | 'last_reply_seq' | 'last_reply_at'>) =>
    db
      .updateTable('messages')
      .set({
        replies: a.replies,
        last_reply_seq: a.last_reply_seq,
        last_reply_at: a.last_reply_at,
      })
      .where('room', '=', a.room)
      .where('seq', '=', a.seq),
)

export const MESSAGE = [
  'room',
  'seq',
  'id',
  'sender',
  'text',
  'data',
  'reply_to',
  'client_id',
  'created_at',
  'system',
  'silent',
  'thread',
  'in_room',
  'mentions',
  'hidden',
  'expires_at',
] as const
