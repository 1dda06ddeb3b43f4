import type { UseCase } from '../use-case.ts'
import { newTicket } from './rules.ts'

const TICKET_MS = 30_000

/** The ticket is stored in the database, so that every node accepts it. */
export const createTicket: UseCase<'tickets.create'> = async ({ store, caller }) => {
  const ticket = newTicket()
  const until = await store.write(async (tx) => {
    const until = tx.now + TICKET_MS
    await tx.tickets.create(ticket, caller, until)
    return until
  })
  return { ticket, expiresAt: new Date(until).toISOString() }
}
