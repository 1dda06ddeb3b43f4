import { Refusal } from '../../../protocol/refusals.ts'
import type { Caller, Store } from '../ports.ts'

/** Somebody came with a ticket: whoever it was given to, once. */
export async function redeem(store: Store, ticket: string): Promise<Caller> {
  const caller = await store.write((tx) => tx.tickets.take(ticket))
  if (caller === undefined)
    throw new Refusal('invalid_token', 'This ticket was used or has expired: ask for a new one')
  return caller
}
