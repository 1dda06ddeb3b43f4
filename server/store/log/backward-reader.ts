import type { Log } from '../../../protocol/ids.ts'
import * as queries from '../queries/queries.ts'
import type { Run } from '../tables/statement.ts'
import type { EventRow } from '../tables/tables.ts'

/** Events per query, while the log is read backwards up to the first missed event. */
const STRIDE = 500
/** The most events that are kept for the next callers. A row has ids, and no text. */
const MOST = 20_000

/** The events that a replay needs: after both a time and a seq, up to the seq `end`. */
type Range = {
  readonly log: Log
  readonly from: number
  readonly received: number
  readonly end: number
}
/** The events of a log down from its end. `next`: the seq to read on from. */
type Read = { readonly rows: EventRow[]; next: number }

/**
 * Reads logs backwards, each event once for all callers that follow one another. A stored event never changes, so an
 * event that was read by an earlier transaction is the same. Old events can be deleted meanwhile: a replay that needs
 * them is a `reset` by their time.
 */
export class BackwardReader {
  #reads = new Map<string, Read>()
  #count = 0

  /** The events of a range, in the order of the log. Undefined if they are more than `budget`. */
  async read(run: Run, range: Range, budget: number): Promise<EventRow[] | undefined> {
    const { log, from, received, end } = range
    const read = this.#readOf(`${log} ${end}`, end)
    const found: EventRow[] = []
    for (let i = 0; ; i++) {
      while (i >= read.rows.length && read.next > received)
        await this.#readOn(run, read, log, received)
      const row = read.rows[i]
      if (row === undefined || row.seq <= received || row.at < from) return found.reverse()
      if (found.length >= budget) return undefined
      found.push(row)
    }
  }

  clear(): void {
    this.#reads = new Map()
    this.#count = 0
  }

  #readOf(key: string, end: number): Read {
    const known = this.#reads.get(key)
    if (known !== undefined) return known
    if (this.#count > MOST) this.clear()
    const read = { rows: [], next: end }
    this.#reads.set(key, read)
    return read
  }

  async #readOn(run: Run, read: Read, log: Log, after: number): Promise<void> {
    const { next } = read
    const rows = await run.all(queries.eventsBack, { log, after, seq: next, limit: STRIDE })
    // Another transaction may have read on meanwhile.
    if (read.next !== next) return
    read.rows.push(...rows)
    read.next = rows.length < STRIDE ? after : (rows.at(-1)?.seq ?? 0) - 1
    this.#count += rows.length
  }
}
