import type { AgedLog, OldEventsRead, OldEventsWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import type { Run } from '../tables/statement.ts'
import { CROSSING } from './moving-list.ts'

export class OldEventsReader implements OldEventsRead {
  constructor(protected readonly run: Run) {}

  async aged(after: string, until: number, limit: number) {
    const rows = await this.run.all(queries.logsAfter, { after, limit })
    const logs = rows
      .filter(({ first_at }) => first_at !== null && first_at < until)
      // Lists of rooms are in the order of the last events, whose times may cross.
      .map(
        ({ log, seq, room, deleted_at }): AgedLog => ({
          log,
          last: seq,
          keep: room !== null && deleted_at === null ? CROSSING : 0,
        }),
      )
    return { logs, last: rows.at(-1)?.log }
  }
}

export class OldEventsWriter extends OldEventsReader implements OldEventsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async deleteUntil({ log, last, keep }: AgedLog, until: number, limit: number): Promise<boolean> {
    const events = await this.run.all(queries.firstEvents, { log, limit })
    const end = events.findIndex(({ seq, at }) => at >= until || seq > last - keep)
    const old = end < 0 ? events : events.slice(0, end)
    const seq = old.at(-1)?.seq
    if (seq !== undefined) await this.recorder.write(queries.deleteEventsUntil, { log, seq })
    return old.length === limit
  }
}
