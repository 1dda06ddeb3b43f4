import type { Log } from '../../protocol/ids.ts'
import type { EncodedEvent } from './encoded-event.ts'

/** How long an event is kept, in ms: a replay after a short disconnect can end without the database. */
const KEEP_MS = 10_000
/** The most that is kept, in characters. */
const KEEP_CHARS = 32 * 1024 * 1024

/** The events of the last seconds, by log: those that a subscriber missed while it was catching up. */
export class RecentEvents {
  readonly #byLog = new Map<Log, EncodedEvent[]>()
  /** In the order in which the events were published. The entries before `#first` are evicted. */
  #queue: { event: EncodedEvent; until: number }[] = []
  #first = 0
  #chars = 0
  /** Counts evicted events. A caller that noted the number knows whether events were evicted since. */
  evictions = 0

  add(event: EncodedEvent, now: number): void {
    const events = this.#byLog.get(event.log)
    if (events === undefined) this.#byLog.set(event.log, [event])
    else events.push(event)
    this.#queue.push({ event, until: now + KEEP_MS })
    this.#chars += event.text.length
    while (this.#chars > KEEP_CHARS) this.#evict()
  }

  /** All events of this log after a seq, or undefined if they are not all kept. */
  after(log: Log, seq: number): readonly EncodedEvent[] | undefined {
    const events = this.#byLog.get(log)
    const first = events?.[0]
    if (events === undefined || first === undefined || first.seq > seq + 1) return undefined
    return events.slice(seq + 1 - first.seq)
  }

  /** Drops one log, after which its next event may leave a gap to the events that are kept. */
  forget(log: Log): void {
    if (this.#byLog.delete(log)) this.evictions++
  }

  has(log: Log): boolean {
    return this.#byLog.has(log)
  }

  /** Evicts old events. */
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
    if (events?.[0] !== event) return // its log was dropped by forget()
    events.shift()
    if (events.length === 0) this.#byLog.delete(event.log)
  }
}
