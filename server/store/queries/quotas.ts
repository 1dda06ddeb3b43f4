import { sql } from 'kysely'
import type { Subject, UserId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import type { QuotasRow, UsageRow } from '../tables/usage-tables.ts'
import { columns } from './columns.ts'

type Db = Parameters<Parameters<typeof query>[0]>[0]

export const usage = query((db, a: { day: number; subject: Subject }) =>
  db.selectFrom('usage').selectAll().where('day', '=', a.day).where('subject', '=', a.subject),
)

const insertUsage = (db: Db, a: UsageRow) => db.insertInto('usage').values({ ...columns(a, USAGE) })

/** Adds to what the subject has caused on the day. */
export const addUsage = query((db, a: UsageRow) =>
  insertUsage(db, a).onConflict((c) =>
    c.columns(['day', 'subject']).doUpdateSet((e) => ({
      rooms: e('usage.rooms', '+', e.ref('excluded.rooms')),
      text_bytes: e('usage.text_bytes', '+', e.ref('excluded.text_bytes')),
      events: e('usage.events', '+', e.ref('excluded.events')),
      guests: e('usage.guests', '+', e.ref('excluded.guests')),
    })),
  ),
)

/** The same for MariaDB and MySQL. */
export const addUsageOnDuplicate = query((db, a: UsageRow) =>
  insertUsage(db, a).onDuplicateKeyUpdate({
    rooms: plus('rooms'),
    text_bytes: plus('text_bytes'),
    events: plus('events'),
    guests: plus('guests'),
  }),
)
const plus = (column: keyof UsageRow) =>
  sql<number>`${sql.ref(column)} + values(${sql.ref(column)})`

export const usageBefore = query((db, a: { day: number; limit: number }) =>
  db
    .selectFrom('usage')
    .select(['day', 'subject'])
    .where('day', '<', a.day)
    .orderBy('day')
    .orderBy('subject')
    .limit(a.limit),
)

export const deleteUsageOf = query((db, a: { day: number; subject: Subject }) =>
  db.deleteFrom('usage').where('day', '=', a.day).where('subject', '=', a.subject),
)

export const deleteUsage = query((db, a: { user: UserId }) =>
  db.deleteFrom('usage').where('subject', '=', a.user),
)

export const quotasOf = query((db, a: { user: UserId }) =>
  db.selectFrom('quotas').selectAll().where('user', '=', a.user),
)

const insertQuotas = (db: Db, a: QuotasRow) =>
  db.insertInto('quotas').values({ ...columns(a, QUOTAS) })

export const putQuotas = query((db, a: QuotasRow) =>
  insertQuotas(db, a).onConflict((c) => c.column('user').doUpdateSet({ limits: a.limits })),
)

/** The same for MariaDB and MySQL. */
export const putQuotasOnDuplicate = query((db, a: QuotasRow) =>
  insertQuotas(db, a).onDuplicateKeyUpdate({ limits: a.limits }),
)

export const deleteQuotas = query((db, a: { user: UserId }) =>
  db.deleteFrom('quotas').where('user', '=', a.user),
)

/** The rooms that a user owns. */
export const countOwned = query((db, a: { user: UserId }) =>
  db
    .selectFrom('members')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('user', '=', a.user)
    .where('left_seq', 'is', null)
    .where('role', '=', 'owner'),
)

/** The open invitations that a user made. */
export const countInvitationsBy = query((db, a: { user: UserId; now: number }) =>
  db
    .selectFrom('invitations')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('by', '=', a.user)
    .where('ended_at', 'is', null)
    .where((e) => e.or([e('expires_at', 'is', null), e('expires_at', '>', a.now)])),
)

const USAGE = ['day', 'subject', 'rooms', 'text_bytes', 'events', 'guests'] as const
const QUOTAS = ['user', 'limits'] as const
