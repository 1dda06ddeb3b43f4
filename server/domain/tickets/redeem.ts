import { Refusal } from '../../../protocol/refusals.ts'
import type { Caller, Store } from '../ports.ts'

/** The caller to whom a ticket was given. Refuses `invalid_token`. */
export async function redeem(store: Store, ticket: string): Promise<Caller> {
  const caller = await store.write((tx) => tx.tickets.take(ticket))
  if (caller === undefined)
    throw new Refusal('invalid_token', 'The ticket was used or has expired: create a new one')
  return caller
}
