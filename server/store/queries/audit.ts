import { type SelectQueryBuilder, sql } from 'kysely'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { AuditRow } from '../tables/moderation-tables.ts'
import { query } from '../tables/statement.ts'
import type { Tables } from '../tables/tables.ts'
import { columns } from './columns.ts'

type Db = Parameters<Parameters<typeof query>[0]>[0]
type Page = { before: number; limit: number; room: string; user: string; by: string; act: string }
type Entries = SelectQueryBuilder<Tables, 'audit', AuditRow>

export const insertAudit = query((db, a: AuditRow) =>
  db.insertInto('audit').values({ ...columns(a, AUDIT) }),
)

export const auditSince = query((db, a: { seq: number; limit: number }) =>
  db.selectFrom('audit').selectAll().where('seq', '>', a.seq).orderBy('seq').limit(a.limit),
)

export const lastAudit = query((db, _: object) =>
  db.selectFrom('audit').select((e) => e.fn.max('seq').as('seq')),
)

/** A page backwards. '' stands for everything: one of the filters is found by an index, and the others are compared. */
const page = (db: Db, a: Page, found: (entries: Entries) => Entries) =>
  found(db.selectFrom('audit').selectAll())
    .where('seq', '<', a.before)
    .where(sql<boolean>`${a.room} in ('', coalesce(room, ''))`)
    .where(sql<boolean>`${a.user} in ('', coalesce(${sql.ref('user')}, ''))`)
    .where(sql<boolean>`${a.by} in ('', ${sql.ref('by')})`)
    .where(sql<boolean>`${a.act} in ('', act)`)
    .orderBy('seq', 'desc')
    .limit(a.limit)

export const audit = query((db, a: Page) => page(db, a, (entries) => entries))
export const auditOfRoom = query((db, a: Page) =>
  page(db, a, (entries) => entries.where('room', '=', a.room as RoomId)),
)
export const auditOfUser = query((db, a: Page) =>
  page(db, a, (entries) => entries.where('user', '=', a.user as UserId)),
)
export const auditOfActor = query((db, a: Page) =>
  page(db, a, (entries) => entries.where('by', '=', a.by as UserId)),
)

/** What was written about a user, or by them, goes. That the act was done stays. */
export const eraseAuditOfUser = query((db, a: { user: UserId }) =>
  db
    .updateTable('audit')
    .set({
      reason: null,
      before: sql`case when ${sql.ref('user')} = ${a.user} then null else ${sql.ref('before')} end`,
      after: sql`case when ${sql.ref('user')} = ${a.user} then null else ${sql.ref('after')} end`,
    })
    .where((e) => e.or([e('user', '=', a.user), e('by', '=', a.user)])),
)

const AUDIT = [
  'seq',
  'at',
  'act',
  'by',
  'key',
  'room',
  'user',
  'target',
  'reason',
  'before',
  'after',
] as const
