import { query } from '../tables/statement.ts'
import type { TicketRow } from '../tables/tables.ts'
import { columns } from './columns.ts'

export const insertTicket = query((db, a: TicketRow) =>
  db.insertInto('tickets').values({ ...columns(a, TICKET) }),
)

export const ticket = query((db, a: { ticket: string }) =>
  db
    .selectFrom('tickets')
    .innerJoin('users', 'users.id', 'tickets.user')
    .selectAll('users')
    .leftJoin('sessions', 'sessions.id', 'tickets.session')
    .select([
      'tickets.token_until',
      'tickets.until',
      'tickets.session',
      'sessions.id as open_session',
    ])
    .where('tickets.ticket', '=', a.ticket)
    .where('users.deleted_at', 'is', null),
)

/** Locks a ticket, so that it cannot be used twice. */
export const lockTicket = query((db, a: { ticket: string }) =>
  db.selectFrom('tickets').select('ticket').where('ticket', '=', a.ticket).forUpdate(),
)

export const deleteTicket = query((db, a: { ticket: string }) =>
  db.deleteFrom('tickets').where('ticket', '=', a.ticket),
)

/** The end of a ticket that has expired, after as many others as `skipped`. */
export const expiredTicket = query((db, a: { now: number; skipped: number }) =>
  db
    .selectFrom('tickets')
    .select('until')
    .where('until', '<=', a.now)
    .orderBy('until')
    .limit(1)
    .offset(a.skipped),
)

export const deleteTicketsUntil = query((db, a: { until: number }) =>
  db.deleteFrom('tickets').where('until', '<=', a.until),
)

const TICKET = ['ticket', 'user', 'token_until', 'until', 'session'] as const
