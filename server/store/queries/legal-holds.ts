import type { LegalHoldId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { LegalHoldRow } from '../tables/rights-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

export const legalHold = query((db, a: { id: LegalHoldId }) =>
  db.selectFrom('legal_holds').selectAll().where('id', '=', a.id).where('ended_at', 'is', null),
)

export const legalHolds = query((db, a: { before: string; limit: number }) =>
  db
    .selectFrom('legal_holds')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('id', '<', a.before as LegalHoldId)
    .orderBy('id', 'desc')
    .limit(a.limit),
)

export const countLegalHolds = query((db, _: object) =>
  db
    .selectFrom('legal_holds')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('ended_at', 'is', null),
)

export const legalHoldOfUser = query((db, a: { user: UserId }) =>
  db
    .selectFrom('legal_holds')
    .select('id')
    .where('user', '=', a.user)
    .where('ended_at', 'is', null)
    .limit(1),
)

export const legalHoldOfRoom = query((db, a: { room: RoomId }) =>
  db
    .selectFrom('legal_holds')
    .select('id')
    .where('room', '=', a.room)
    .where('ended_at', 'is', null)
    .limit(1),
)

export const insertLegalHold = query((db, a: LegalHoldRow) =>
  db.insertInto('legal_holds').values({ ...columns(a, LEGAL_HOLD) }),
)

export const endLegalHold = query((db, a: { id: LegalHoldId; at: number }) =>
  db.updateTable('legal_holds').set({ ended_at: a.at }).where('id', '=', a.id),
)

export const eraseLegalHoldReasons = query((db, a: { user: UserId }) =>
  db.updateTable('legal_holds').set({ reason: null }).where('user', '=', a.user),
)

const LEGAL_HOLD = ['id', 'user', 'room', 'reason', 'by', 'created_at', 'ended_at'] as const
