import type { Caller, TicketsWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { toUser } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

export class TicketsWriter implements TicketsWrite {
  constructor(
    private readonly run: Run,
    private readonly recorder: EventRecorder,
  ) {}

  /** Another node has another monotonic clock, so the end of the token is stored by the database's clock. */
  async create(ticket: string, { user, endsAt, session }: Caller, until: number): Promise<void> {
    const lastsMs = Math.round(endsAt - performance.now())
    const token_until = this.recorder.at + lastsMs
    const row = { ticket, user: user.id, token_until, until, session: session ?? null }
    await this.recorder.write(queries.insertTicket, row)
  }

  async take(ticket: string): Promise<Caller | undefined> {
    const now = this.recorder.at
    await this.run.first(queries.lockTicket, { ticket })
    const row = await this.run.first(queries.ticket, { ticket })
    await this.recorder.write(queries.deleteTicket, { ticket })
    if (row === undefined || row.until <= now) return undefined
    // The session was ended since the ticket was created.
    if (row.session !== row.open_session) return undefined
    const endsAt = performance.now() + row.token_until - now
    return { user: toUser(row), endsAt, session: row.session ?? undefined }
  }

  async deleteExpired(limit: number): Promise<boolean> {
    const now = this.recorder.at
    const last = await this.run.first(queries.expiredTicket, { now, skipped: limit - 1 })
    await this.recorder.write(queries.deleteTicketsUntil, { until: last?.until ?? now })
    return last !== undefined
  }
}
