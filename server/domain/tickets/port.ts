import type { Caller } from '../callers.ts'

export interface TicketsWrite {
  create(ticket: string, caller: Caller, until: number): Promise<void>
  /** Whom it was given to, once, until its time. */
  take(ticket: string): Promise<Caller | undefined>
}
