import type { Sender } from '../../../protocol/entities.ts'
import { type RoomId, SYSTEM } from '../../../protocol/ids.ts'
import type { ExpiredMessage, ExpiryPosition, ExpiryRead, ExpiryWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import type { Run } from '../tables/statement.ts'
import { MessagesWriter } from './messages.ts'

/** Up to which message the retention of the server was applied, and which retention that was. */
const RETAINED = 'retention-applied'

export class ExpiryReader implements ExpiryRead {
  constructor(protected readonly run: Run) {}

  async due(after: ExpiryPosition | undefined, limit: number, now: number) {
    const from = { at: after?.at ?? 0, after: after?.id ?? '' }
    const rows = await this.run.all(queries.expiredMessages, { now, ...from, limit })
    return rows.map(({ expires_at, ...row }): ExpiredMessage => ({ ...row, at: expires_at ?? 0 }))
  }
}

export class ExpiryWriter extends ExpiryReader implements ExpiryWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async end(expired: readonly ExpiredMessage[], by: Sender): Promise<void> {
    const messages = new MessagesWriter(this.run, this.recorder)
    for (const { room, id, seq } of expired) {
      const row = await this.run.first(queries.expiryOf, { room, seq })
      if (row === undefined || row.expires_at === null) continue
      await this.recorder.write(queries.endExpiry, { room, seq })
      // Nobody restores a message whose time is over.
      await this.recorder.write(queries.takeFromTrash, { room, seq })
      const message = row.deleted_at === null ? await messages.get(room, id, SYSTEM) : undefined
      if (message !== undefined) await messages.delete(message, by, undefined)
    }
  }

  async limitIn(room: RoomId, after: number, ms: number, limit: number) {
    const found = await this.run.all(queries.seqsAfter, { room, after, limit })
    const to = found.at(-1)?.seq
    if (to === undefined) return undefined
    await this.recorder.write(queries.shortenExpiry, { room, from: after, to, ms })
    return found.length < limit ? undefined : to
  }

  async limitAll(ms: number, limit: number): Promise<boolean> {
    const known = await this.run.first(queries.setting, { name: RETAINED })
    const [value, from = ''] = (known?.value ?? '').split(' ')
    const after = value === String(ms) ? from : ''
    const found = await this.run.all(queries.createdAfter, { after, limit })
    const to = found.at(-1)?.id
    if (to === undefined) return true
    await this.recorder.write(queries.shortenExpiryById, { from: after, to, ms })
    await this.recorder.write(known ? queries.updateSetting : queries.insertSetting, {
      name: RETAINED,
      value: `${ms} ${to}`,
    })
    return found.length < limit
  }
}
