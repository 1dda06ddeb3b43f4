import type { LegalHold } from '../../../protocol/entities.ts'
import { type LegalHoldId, newId, type UserId } from '../../../protocol/ids.ts'
import type {
  LegalHoldsRead,
  LegalHoldsWrite,
  OnHold,
  PageOf,
  PageRequest,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { toLegalHold } from '../tables/rights-rows.ts'
import type { Run } from '../tables/statement.ts'
import { pageOf } from './paging.ts'

/** Sorts after every id. */
const LAST = '~'

export class LegalHoldsReader implements LegalHoldsRead {
  constructor(protected readonly run: Run) {}

  async get(id: LegalHoldId): Promise<LegalHold | undefined> {
    const row = await this.run.first(queries.legalHold, { id })
    return row && toLegalHold(row)
  }

  async list({ after, limit }: PageRequest): Promise<PageOf<LegalHold>> {
    const rows = await this.run.all(queries.legalHolds, { before: after ?? LAST, limit: limit + 1 })
    return pageOf(rows, limit, rows.map(toLegalHold), ({ id }) => id)
  }

  async count(): Promise<number> {
    return (await this.run.first(queries.countLegalHolds, {}))?.count ?? 0
  }

  async isHeld({ user, room }: OnHold): Promise<boolean> {
    const ofUser = user && (await this.run.first(queries.legalHoldOfUser, { user }))
    const ofRoom = room && (await this.run.first(queries.legalHoldOfRoom, { room }))
    return ofUser !== undefined || ofRoom !== undefined
  }
}

export class LegalHoldsWriter extends LegalHoldsReader implements LegalHoldsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async create({
    user,
    room,
    reason,
    by,
  }: OnHold & { readonly reason: string; readonly by: UserId }): Promise<LegalHold> {
    const { at } = this.recorder
    const row = {
      id: newId<LegalHoldId>('hld', at),
      user: user ?? null,
      room: room ?? null,
      reason,
      by,
      created_at: at,
      ended_at: null,
    }
    await this.recorder.write(queries.insertLegalHold, row)
    return toLegalHold(row)
  }

  async end({ id }: LegalHold): Promise<void> {
    await this.recorder.write(queries.endLegalHold, { id, at: this.recorder.at })
  }
}
