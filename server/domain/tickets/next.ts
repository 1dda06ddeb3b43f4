import type { Caller, Store } from '../ports.ts'
import { newTicket } from './rules.ts'

/** Longer than a stream lasts and its reader needs to connect again. */
const NEXT_MS = 2 * 60_000

/** A ticket for the next connection of a stream that was opened with one. */
export async function nextTicket(store: Store, caller: Caller): Promise<string> {
  const ticket = newTicket()
  await store.write((tx) => tx.tickets.create(ticket, caller, tx.now + NEXT_MS))
  return ticket
}
