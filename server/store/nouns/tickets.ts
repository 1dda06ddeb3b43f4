import type { Caller, TicketsWrite } from '../../domain/ports.ts'
import * as queries from '../queries.ts'
import { toUser } from '../rows.ts'
import type { Run } from '../statement.ts'
import type { Writing } from '../writing.ts'

export class TicketsWriter implements TicketsWrite {
  constructor(
    private readonly run: Run,
    private readonly writing: Writing,
  ) {}

  async create(ticket: string, { user, expiresAt }: Caller, until: number): Promise<void> {
    const row = { ticket, user: user.id, token_until: expiresAt, until }
    await this.writing.write(queries.insertTicket, row)
  }

  async take(ticket: string, now: number): Promise<Caller | undefined> {
    await this.run.first(queries.lockTicket, { ticket })
    const row = await this.run.first(queries.ticket, { ticket })
    await this.writing.write(queries.deleteTickets, { ticket, now })
    return row && row.until > now ? { user: toUser(row), expiresAt: row.token_until } : undefined
  }
}
