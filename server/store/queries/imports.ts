import { sql } from 'kysely'
import type { MessageId, RoomId } from '../../../protocol/ids.ts'
import type { ImportedRow } from '../tables/import-table.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

export const imported = query((db, a: { hash: string }) =>
  db.selectFrom('imported').select('id').where('hash', '=', a.hash),
)

export const insertImported = query((db, a: ImportedRow) =>
  db.insertInto('imported').values({ ...columns(a, IMPORTED) }),
)

/** Counts replies that were added to a thread. */
export const addReplies = query(
  (db, a: { room: RoomId; thread: MessageId; count: number; seq: number; at: number }) =>
    db
      .updateTable('messages')
      .set({
        replies: sql`coalesce(replies, 0) + ${a.count}`,
        last_reply_seq: a.seq,
        last_reply_at: a.at,
      })
      .where('room', '=', a.room)
      .where('id', '=', a.thread),
)

/** The members who have read nothing yet have read everything up to a seq. */
export const readAllNew = query((db, a: { room: RoomId; seq: number }) =>
  db
    .updateTable('members')
    .set({ read_seq: a.seq, shown_seq: a.seq, delivered_seq: a.seq })
    .where('room', '=', a.room)
    .where('read_seq', '=', 0),
)

export const IMPORTED = ['hash', 'id'] as const
