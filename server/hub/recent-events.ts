import type { Log } from '../../protocol/ids.ts'
import type { EncodedEvent } from './encoded-event.ts'

/** How long an event stays at hand: a short disconnect needs no database. */
const KEEP_MS = 10_000
/** And how much of them, in characters. */
const KEEP_CHARS = 32 * 1024 * 1024

/** The last seconds of events, by log: what a listener missed while it was catching up. */
export class RecentEvents {
  readonly #byLog = new Map<Log, EncodedEvent[]>()
  /** In the order of arrival; `#first` is where the kept ones begin. */
  #queue: { event: EncodedEvent; until: number }[] = []
  #first = 0
  #chars = 0
  /** Grows with each event that is let go: who noted it knows whether anything was lost since. */
  evictions = 0

  add(event: EncodedEvent, now: number): void {
    const events = this.#byLog.get(event.log)
    if (events === undefined) this.#byLog.set(event.log, [event])
    else events.push(event)
    this.#queue.push({ event, until: now + KEEP_MS })
    this.#chars += event.text.length
    while (this.#chars > KEEP_CHARS) this.#evict()
  }

  /** Everything of this log after a seq, or undefined where that is no longer all here. */
  after(log: Log, seq: number): readonly EncodedEvent[] | undefined {
    const events = this.#byLog.get(log)
    const first = events?.[0]
    if (events === undefined || first === undefined || first.seq > seq + 1) return undefined
    return events.slice(seq + 1 - first.seq)
  }

  /** Lets go of one log: something between what is here and what comes next was not received. */
  forget(log: Log): void {
    if (this.#byLog.delete(log)) this.evictions++
  }

  has(log: Log): boolean {
    return this.#byLog.has(log)
  }

  /** Lets go of what is old. */
  sweep(now: number): void {
    for (;;) {
      const oldest = this.#queue[this.#first]
      if (oldest === undefined || oldest.until > now) break
      this.#evict()
    }
    if (this.#first > 1024) {
      this.#queue = this.#queue.slice(this.#first)
      this.#first = 0
    }
  }

  #evict(): void {
    const event = this.#queue[this.#first]?.event
    if (event === undefined) return
    this.#first++
    this.evictions++
    this.#chars -= event.text.length
    const events = this.#byLog.get(event.log)
    if (events?.[0] !== event) return // forgotten already
    events.shift()
    if (events.length === 0) this.#byLog.delete(event.log)
  }
}
