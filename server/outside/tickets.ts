import type { Caller } from '../domain/ports.ts'

const TICKET_MS = 30_000

/** Words to open one stream or socket with, where a browser cannot send a header. */
export class Tickets {
  readonly #open = new Map<string, { caller: Caller; until: number }>()

  ticket(caller: Caller): { readonly ticket: string; readonly expiresAt: string } {
    const ticket = crypto.getRandomValues(Buffer.alloc(24)).toString('base64url')
    const until = Date.now() + TICKET_MS
    this.#open.set(ticket, { caller, until })
    return { ticket, expiresAt: new Date(until).toISOString() }
  }

  /** The caller that it was given to, once. */
  redeem(ticket: string): Caller | undefined {
    const entry = this.#open.get(ticket)
    this.#open.delete(ticket)
    return entry !== undefined && entry.until > Date.now() ? entry.caller : undefined
  }

  sweep(): void {
    const now = Date.now()
    for (const [ticket, { until }] of this.#open) if (until <= now) this.#open.delete(ticket)
  }
}
