import { sql } from 'kysely'
import type { MessageId, UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { query } from '../tables/statement.ts'
import type { MessageRow, VersionRow } from '../tables/tables.ts'
import { columns } from './columns.ts'
import type { InRoom, OfMember, OfMessage } from './keys.ts'

/** What a new message may have; everything else comes later, or by default. */
type NewMessageRow = Pick<MessageRow, (typeof MESSAGE)[number]>

export const insertMessage = query((db, a: NewMessageRow) =>
  db.insertInto('messages').values({ ...columns(a, MESSAGE) } as MessageRow),
)

type Db = Parameters<Parameters<typeof query>[0]>[0]

/** With its sender, and what it quotes, whose text is not told where members see only what came after them. */
const whole = (db: Db) =>
  db
    .selectFrom('messages')
    .innerJoin('users', 'users.id', 'messages.sender')
    .innerJoin('rooms', 'rooms.id', 'messages.room')
    .leftJoin('messages as quoted', 'quoted.id', 'messages.reply_to')
    .leftJoin('users as quoted_users', 'quoted_users.id', 'quoted.sender')
    .selectAll('messages')
    .select([
      'users.name as sender_name',
      'quoted.seq as quoted_seq',
      'quoted.sender as quoted_sender',
      'quoted_users.name as quoted_name',
      'quoted.deleted_at as quoted_deleted_at',
    ])
    .select(
      sql<
        string | null
      >`case when rooms.only_joined = 0 then substr(quoted.text, 1, ${sql.lit(LIMITS.quoteLength)}) end`.as(
        'quoted_text',
      ),
    )

export const messageById = query((db, a: InRoom & { id: MessageId }) =>
  whole(db).where('messages.id', '=', a.id).where('messages.room', '=', a.room),
)

export const messageAnywhere = query((db, a: { id: MessageId }) =>
  whole(db).where('messages.id', '=', a.id),
)

export const messageBySeq = query((db, a: OfMessage) =>
  whole(db).where('messages.room', '=', a.room).where('messages.seq', '=', a.seq),
)

export const messageByClientId = query((db, a: InRoom & { sender: UserId; clientId: string }) =>
  whole(db)
    .where('messages.room', '=', a.room)
    .where('messages.sender', '=', a.sender)
    .where('messages.client_id', '=', a.clientId)
    .where('messages.client_id', 'is not', null),
)

/** What somebody said between two seqs, and did not delete. */
export const messagesOfSender = query(
  (db, a: InRoom & { sender: UserId; after: number; until: number }) =>
    whole(db)
      .where('messages.room', '=', a.room)
      .where('messages.seq', '>', a.after)
      .where('messages.seq', '<=', a.until)
      .where('messages.sender', '=', a.sender)
      .where('messages.deleted_at', 'is', null)
      .orderBy('messages.seq'),
)

type OfPage = InRoom & { seq: number; from: number; limit: number }

const before = (db: Db, a: OfPage) =>
  whole(db)
    .where('messages.room', '=', a.room)
    .where('messages.seq', '<', a.seq)
    .where('messages.seq', '>=', a.from)
    .orderBy('messages.seq', 'desc')
    .limit(a.limit)

const after = (db: Db, a: OfPage) =>
  whole(db)
    .where('messages.room', '=', a.room)
    .where('messages.seq', '>', a.seq)
    .where('messages.seq', '>=', a.from)
    .orderBy('messages.seq')
    .limit(a.limit)

/** What the room itself shows: threads only where they say so. */
export const inRoom = sql<boolean>`(messages.thread is null or messages.in_room = 1)`

export const messagesBefore = query((db, a: OfPage) => before(db, a).where(inRoom))
export const messagesAfter = query((db, a: OfPage) => after(db, a).where(inRoom))

export const threadBefore = query((db, a: OfPage & { thread: MessageId }) =>
  before(db, a).where('messages.thread', '=', a.thread),
)
export const threadAfter = query((db, a: OfPage & { thread: MessageId }) =>
  after(db, a).where('messages.thread', '=', a.thread),
)

export const lastMessage = query((db, a: InRoom & { from: number }) =>
  whole(db)
    .where('messages.room', '=', a.room)
    .where('messages.seq', '>=', a.from)
    .where(inRoom)
    .orderBy('messages.seq', 'desc')
    .limit(1),
)

/** Others' messages after a seq that somebody is to be called for, up to as many as are counted. */
export const unread = query((db, a: OfMember & { seq: number }) =>
  db
    .selectFrom(
      db
        .selectFrom('messages')
        .select('seq')
        .where('room', '=', a.room)
        .where('seq', '>', a.seq)
        .where('sender', '!=', a.user)
        .where(inRoom)
        .where(calls)
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
        .where(calls)
        .limit(sql.lit(LIMITS.unreadMax))
        .as('found'),
    )
    .select((e) => e.fn.countAll<number>().as('count')),
)

export const unreadMessages = query((db, a: OfMember & { seq: number; limit: number }) =>
  whole(db)
    .where('messages.room', '=', a.room)
    .where('messages.seq', '>', a.seq)
    .where('messages.sender', '!=', a.user)
    .where(inRoom)
    .where(calls)
    .orderBy('messages.seq')
    .limit(a.limit),
)

/** What somebody is to be called for. */
export const calls = sql<boolean>`(messages.deleted_at is null and messages.silent is null and messages.system is null)`

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

/** The text goes; the place stays, and so does the `clientId`: the same try again is answered with it. */
export const eraseMessage = query((db, a: OfMessage & { at: number }) =>
  db
    .updateTable('messages')
    .set({
      text: '',
      data: null,
      mentions: null,
      reactions: null,
      pinned_at: null,
      deleted_at: a.at,
    })
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

export const eraseMessages = query((db, a: InRoom & { at: number }) =>
  db
    .updateTable('messages')
    .set({
      text: '',
      data: null,
      client_id: null,
      mentions: null,
      reactions: null,
      pinned_at: null,
      deleted_at: a.at,
    })
    .where('room', '=', a.room),
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

// How they once were, and the trash.

export const insertVersion = query((db, a: VersionRow) =>
  db.insertInto('versions').values({ ...columns(a, VERSION) }),
)

export const versions = query((db, a: OfMessage & { after: number; limit: number }) =>
  db
    .selectFrom('versions')
    .selectAll()
    .where('room', '=', a.room)
    .where('seq', '=', a.seq)
    .where('version', '>', a.after)
    .orderBy('version')
    .limit(a.limit),
)

export const eraseVersions = query((db, a: OfMessage) =>
  db.deleteFrom('versions').where('room', '=', a.room).where('seq', '=', a.seq),
)

export const eraseVersionsOfRoom = query((db, a: InRoom) =>
  db.deleteFrom('versions').where('room', '=', a.room),
)

export const eraseTrashOfRoom = query((db, a: InRoom) =>
  db.deleteFrom('trash').where('room', '=', a.room),
)

export const putInTrash = query((db, a: VersionRow) =>
  db.insertInto('trash').values({ ...columns(a, VERSION) }),
)

export const inTrash = query((db, a: OfMessage) =>
  db.selectFrom('trash').selectAll().where('room', '=', a.room).where('seq', '=', a.seq),
)

export const takeFromTrash = query((db, a: OfMessage) =>
  db.deleteFrom('trash').where('room', '=', a.room).where('seq', '=', a.seq),
)

export const oldTrash = query((db, a: { now: number }) =>
  db.selectFrom('trash').select('seq').where('at', '<=', a.now).limit(1),
)

export const emptyTrash = query((db, a: { now: number }) =>
  db.deleteFrom('trash').where('at', '<=', a.now),
)

const MESSAGE = [
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
] as const
const VERSION = ['room', 'seq', 'version', 'text', 'data', 'at'] as const
