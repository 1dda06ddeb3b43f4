import { sql } from 'kysely'
import type { ErasureId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { ErasureRow } from '../tables/rights-tables.ts'
import { query, raw } from '../tables/statement.ts'
import { columns } from './columns.ts'

export const erasure = query((db, a: { id: ErasureId }) =>
  db.selectFrom('erasures').selectAll().where('id', '=', a.id),
)

export const erasureOf = query((db, a: { user: UserId }) =>
  db.selectFrom('erasures').selectAll().where('user', '=', a.user),
)

export const erasures = query((db, a: { before: string; limit: number }) =>
  db
    .selectFrom('erasures')
    .selectAll()
    .where('id', '<', a.before as ErasureId)
    .orderBy('id', 'desc')
    .limit(a.limit),
)

export const waitingErasures = query((db, _: object) =>
  db.selectFrom('erasures').select('id').where('state', '=', sql.lit('waiting')).orderBy('id'),
)

export const insertErasure = query((db, a: ErasureRow) =>
  db.insertInto('erasures').values({ ...columns(a, ERASURE) }),
)

export const updateErasure = query(
  (db, a: Pick<ErasureRow, 'id' | 'messages' | 'state' | 'erased' | 'finished_at'>) =>
    db
      .updateTable('erasures')
      .set({
        messages: a.messages,
        state: a.state,
        erased: a.erased,
        finished_at: a.finished_at,
      })
      .where('id', '=', a.id),
)

/** The deleted texts of a sender that could still be restored, between two seqs of a room. */
export const eraseTrashOfSender = query(
  (db, a: { room: RoomId; sender: UserId; after: number; until: number }) =>
    db
      .deleteFrom('trash')
      .where('room', '=', a.room)
      .where('seq', 'in', (e) =>
        e
          .selectFrom('messages')
          .select('messages.seq')
          .where('messages.room', '=', a.room)
          .where('messages.sender', '=', a.sender)
          .where('messages.seq', '>', a.after)
          .where('messages.seq', '<=', a.until),
      ),
)

/** The tables whose rows of one user go as a whole when the user is deleted. */
const COUNTED = [
  'accounts',
  'sessions',
  'identities',
  'second_factors',
  'recovery_codes',
  'passkeys',
  'links',
  'members',
  'mentions',
  'reads',
  'reactions',
  'followers',
  'invitations',
  'join_requests',
  'sanctions',
  'presence',
  'audit',
] as const

/** What is stored of a user before an erasure: the rows of each table. */
export const rowsOfUser = raw<{ user: UserId }, { name: string; count: number }>(
  (a) =>
    sql`${sql.join(
      COUNTED.map(
        (table) =>
          sql`select ${sql.lit(table)} as name, count(*) as count from ${sql.table(table)} where ${sql.ref('user')} = ${a.user}`,
      ),
      sql` union all `,
    )}`,
)

const ERASURE = ['id', 'user', 'messages', 'state', 'erased', 'created_at', 'finished_at'] as const
