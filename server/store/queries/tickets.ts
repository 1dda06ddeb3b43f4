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

/** Deletes one ticket, and every ticket that has expired. */
export const deleteTickets = query((db, a: { ticket: string; now: number }) =>
  db.deleteFrom('tickets').where((e) => e.or([e('ticket', '=', a.ticket), e('until', '<', a.now)])),
)

const TICKET = ['ticket', 'user', 'token_until', 'until', 'session'] as const
