import type { MailCountsWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import type { Run } from '../tables/statement.ts'
import { hashOf } from './hash.ts'

const HOUR_MS = 60 * 60 * 1000

/** The subjects are hashed: they can be addresses of people who have no account. */
export class MailCountsWriter implements MailCountsWrite {
  constructor(
    private readonly run: Run,
    private readonly recorder: EventRecorder,
  ) {}

  get #hour(): number {
    return Math.floor(this.recorder.at / HOUR_MS)
  }

  async exceeds(name: string, limit: number): Promise<boolean> {
    const of = { hour: this.#hour, subject: hashOf(name) }
    await this.recorder.write(queries.countMail, { ...of, mails: 1 })
    return ((await this.run.first(queries.mailCount, of))?.mails ?? 0) > limit
  }

  async deleteOld(limit: number): Promise<boolean> {
    const old = await this.run.all(queries.oldMailCounts, { hour: this.#hour, limit })
    for (const row of old) await this.recorder.write(queries.deleteMailCount, row)
    return old.length === limit
  }
}
