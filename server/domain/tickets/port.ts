import type { Caller } from '../callers.ts'

export interface TicketsWrite {
  create(ticket: string, caller: Caller, until: number): Promise<void>
  /** The caller to whom the ticket was given. It is valid once, and until it expires. */
  take(ticket: string): Promise<Caller | undefined>
  /** Deletes tickets that have expired, about `limit` of them at most. Returns whether there can be more. */
  deleteExpired(limit: number): Promise<boolean>
}
