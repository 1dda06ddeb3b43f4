import type { AuditEntry } from '../../../protocol/entities.ts'
import type { Log } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type {
  AuditFilter,
  AuditRead,
  AuditWrite,
  NewAuditEntry,
  PageOf,
  PageRequest,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { toAuditEntry } from '../tables/moderation-rows.ts'
import type { Run } from '../tables/statement.ts'
import { pageOf } from './paging.ts'

/** The log whose counter numbers the entries. It has no events. */
const AUDIT = 'audit' as Log

export class AuditReader implements AuditRead {
  constructor(protected readonly run: Run) {}

  async list(filter: AuditFilter, { after, limit }: PageRequest): Promise<PageOf<AuditEntry>> {
    const { room = '', user = '', by = '', act = '' } = filter
    const before = after === undefined ? Number.MAX_SAFE_INTEGER : Number(after)
    const page = { before, limit: limit + 1, room, user, by, act }
    const rows = await this.run.all(queryOf(filter), page)
    return pageOf(rows, limit, rows.map(toAuditEntry), ({ seq }) => `${seq}`)
  }

  async since(seq: number, limit: number): Promise<readonly AuditEntry[]> {
    return (await this.run.all(queries.auditSince, { seq, limit })).map(toAuditEntry)
  }

  async last(): Promise<number> {
    return (await this.run.first(queries.lastAudit, {}))?.seq ?? 0
  }
}

/** The query by the filter that leaves the fewest entries. */
function queryOf({ room, user, by }: AuditFilter) {
  if (user !== undefined) return queries.auditOfUser
  if (by !== undefined) return queries.auditOfActor
  return room === undefined ? queries.audit : queries.auditOfRoom
}

export class AuditWriter extends AuditReader implements AuditWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  /** The counter of the audit log is locked last: every act of staff takes it, whatever else it has locked. */
  add(entry: NewAuditEntry): void {
    this.recorder.atEnd(async () => {
      await this.recorder.write(queries.insertAudit, {
        seq: await this.recorder.takeSeq(AUDIT),
        at: this.recorder.at,
        act: entry.act,
        by: entry.by,
        key: entry.key ?? null,
        room: entry.room ?? null,
        user: entry.user ?? null,
        target: entry.target ?? null,
        reason: entry.reason ?? null,
        before: jsonOf(entry.before),
        after: jsonOf(entry.after),
      })
    })
  }
}

/** Details that are too long are left out: what counts is that the act is recorded. */
function jsonOf(details: NewAuditEntry['before'] | undefined): string | null {
  if (details === undefined) return null
  const json = JSON.stringify(details)
  return Buffer.byteLength(json) > LIMITS.auditBytes ? '{"truncated":true}' : json
}
