import * as z from 'zod'
import { QuotaName } from '../../../protocol/entities.ts'
import type { Subject, UserId } from '../../../protocol/ids.ts'
import type { Limits, QuotasRead, QuotasWrite, Usage } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import type { Run } from '../tables/statement.ts'
import type { UsageRow } from '../tables/usage-tables.ts'

const StoredLimits = z.partialRecord(QuotaName, z.number())

/** A user and an address never have the same quotas, so they share columns. */
const toUsage = (row: UsageRow | undefined): Usage => ({
  roomsPerDay: row?.rooms ?? 0,
  quickRoomsPerAddress: row?.rooms ?? 0,
  textBytesPerDay: row?.text_bytes ?? 0,
  eventsPerDay: row?.events ?? 0,
  guestsPerAddress: row?.guests ?? 0,
})

export class QuotasReader implements QuotasRead {
  constructor(protected readonly run: Run) {}

  async limitsOf(user: UserId): Promise<Limits> {
    const row = await this.run.first(queries.quotasOf, { user })
    return row === undefined ? {} : StoredLimits.parse(JSON.parse(row.limits))
  }

  async usage(day: number, subject: Subject): Promise<Usage> {
    return toUsage(await this.run.first(queries.usage, { day, subject }))
  }

  async count(quota: 'rooms' | 'invitations', user: UserId, now: number): Promise<number> {
    const row =
      quota === 'rooms'
        ? await this.run.first(queries.countOwned, { user })
        : await this.run.first(queries.countInvitationsBy, { user, now })
    return row?.count ?? 0
  }
}

/** Quotas concern the operator and the app, so no event is recorded. */
export class QuotasWriter extends QuotasReader implements QuotasWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async lock(user: UserId): Promise<void> {
    await this.run.first(queries.lockUser, { id: user })
  }

  async setLimits(user: UserId, limits: Limits): Promise<void> {
    await this.recorder.write(queries.putQuotas, { user, limits: JSON.stringify(limits) })
  }

  async addUsage(day: number, subject: Subject, usage: Usage): Promise<void> {
    const row: UsageRow = {
      day,
      subject,
      rooms: usage.roomsPerDay + usage.quickRoomsPerAddress,
      text_bytes: usage.textBytesPerDay,
      events: usage.eventsPerDay,
      guests: usage.guestsPerAddress,
    }
    await this.recorder.write(queries.addUsage, row)
  }

  async deleteUsageBefore(day: number, limit: number): Promise<boolean> {
    const past = await this.run.all(queries.usageBefore, { day, limit })
    for (const row of past) await this.recorder.write(queries.deleteUsageOf, row)
    return past.length === limit
  }
}
