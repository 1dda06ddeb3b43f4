import type { Subject } from '../../../protocol/ids.ts'
import type { DailyQuota } from '../../../protocol/nouns/daily-quotas.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Limits, Store } from '../../domain/ports.ts'
import {
  dayOf,
  emptyUsage,
  type NewUsage,
  type Recorded,
  readUsage,
  recordUsage,
  secondsUntilTomorrow,
} from '../../domain/quotas/rules.ts'

/** `used`: on all nodes, as far as known. `pending`: the part of it that is not stored yet. */
type Entry = {
  used: Record<DailyQuota, number>
  pending: Record<DailyQuota, number>
  limits: Limits
  /** Whether it was compared with the database. */
  isKnown: boolean
  /** When it was created or last stored, by `performance.now()`. */
  storedAt: number
  /** The entry decides about commands, so it must be compared soon. */
  isWanted: boolean
}

/** An entry with as much pending as this share of a limit is stored at the next flush, others within `OLD_MS`. */
const SHARE = 0.01
const OLD_MS = 30_000
/** After a failure the database is left alone for so long. */
const PAUSE_MS = 5000
/** Entries of one transaction. */
const BATCH = 100
/** Entries in memory. With more, the oldest that are stored are deleted. */
const MAX_ENTRIES = 50_000

const REASONS = {
  roomsPerDay: 'rooms that one user creates',
  textBytesPerDay: 'bytes of text and data that one user sends',
  eventsPerDay: 'events and deliveries that one user causes',
  guestsPerAddress: 'guests who sign in and users who sign up from one address',
  quickRoomsPerAddress: 'quick rooms that are created from one address',
} as const satisfies Record<DailyQuota, string>

/**
 * The daily quotas, for all nodes. Each node counts in memory, and once a second stores what changed much. So a
 * subject can exceed a quota, on each node, by a hundredth of it and what the subject causes within a second.
 */
export class DailyUsage {
  readonly #store: Store
  readonly #now: () => number
  readonly #limits: Readonly<Record<DailyQuota, number>>
  #entries = new Map<Subject, Entry>()
  /** The subjects whose entries may have to be stored. */
  #changed = new Set<Subject>()
  #day: number
  #flushing: Promise<void> | undefined
  /** By `performance.now()`. */
  #pausedUntil = 0

  /** `now`: ms of the epoch, by the clock of the database. */
  constructor(store: Store, now: () => number, limits: Readonly<Record<DailyQuota, number>>) {
    this.#store = store
    this.#now = now
    this.#limits = limits
    this.#day = dayOf(now())
  }

  /** Refuses `quota_reached` if one of the quotas is used up. */
  require(subject: Subject, quotas: readonly DailyQuota[]): void {
    if (quotas.length === 0) return
    const entry = this.#entry(subject)
    if (!entry.isKnown) this.#want(subject, entry)
    for (const quota of quotas) {
      const limit = this.#limitOf(entry, quota)
      if (entry.used[quota] < limit) continue
      // The app may have set another limit.
      this.#want(subject, entry)
      const retryAfter = secondsUntilTomorrow(this.#now())
      const detail = `The quota of ${limit} ${REASONS[quota]} a day is used up: try again in ${retryAfter} s, or ask the operator for more`
      throw new Refusal('quota_reached', detail, undefined, { retryAfter, quota })
    }
  }

  add(subject: Subject, quota: DailyQuota, amount: number): void {
    const entry = this.#entry(subject)
    entry.used[quota] += amount
    entry.pending[quota] += amount
    this.#changed.add(subject)
  }

  /** Called once a second; with `all`, stores everything that was counted. */
  flush(all = false): Promise<void> {
    if (!all && performance.now() < this.#pausedUntil) return Promise.resolve()
    this.#flushing ??= this.#flush(all)
      .catch((error) => {
        this.#pausedUntil = performance.now() + PAUSE_MS
        // The store has reported it already.
        if (!(error instanceof Refusal)) throw error
      })
      .finally(() => {
        this.#flushing = undefined
      })
    return this.#flushing
  }

  /** Stores everything that was counted. */
  async close(): Promise<void> {
    await this.#flushing
    await this.flush(true)
  }

  async #flush(all: boolean): Promise<void> {
    const today = dayOf(this.#now())
    const isNewDay = today !== this.#day
    // Entries of the past day are stored for that day.
    const [day, entries] = [this.#day, this.#entries]
    const changed = [...this.#changed]
    const due = changed.filter((subject) => all || isNewDay || this.#isDue(subject))
    const dueNow = new Set(due)
    const wanted = changed.filter(
      (subject) => this.#entries.get(subject)?.isWanted && !dueNow.has(subject),
    )
    for (const subject of due) this.#changed.delete(subject)
    if (isNewDay) {
      this.#day = today
      this.#entries = new Map()
    }
    for (let i = 0; i < due.length; i += BATCH)
      await this.#record(day, entries, due.slice(i, i + BATCH))
    for (let i = 0; i < wanted.length; i += BATCH)
      await this.#read(day, entries, wanted.slice(i, i + BATCH))
    this.#evict()
  }

  async #record(day: number, entries: Map<Subject, Entry>, due: readonly Subject[]): Promise<void> {
    // The same order on every node prevents deadlocks.
    const counted = due.toSorted().flatMap((subject): NewUsage[] => {
      const entry = entries.get(subject)
      return entry === undefined ? [] : [{ subject, usage: { ...entry.pending } }]
    })
    let recorded: Awaited<ReturnType<typeof recordUsage>>
    try {
      recorded = await recordUsage(this.#store, day, counted)
    } catch (error) {
      for (const { subject } of counted) this.#changed.add(subject)
      throw error
    }
    for (const [i, { subject, usage }] of counted.entries()) {
      const [entry, sums] = [entries.get(subject), recorded[i]]
      if (entry === undefined || sums === undefined) continue
      entry.storedAt = performance.now()
      for (const quota of Object.keys(usage) as DailyQuota[]) entry.pending[quota] -= usage[quota]
      learn(entry, sums)
    }
  }

  /** Reads what other nodes have stored. It needs no write, so it waits for none. */
  async #read(
    day: number,
    entries: Map<Subject, Entry>,
    wanted: readonly Subject[],
  ): Promise<void> {
    const recorded = await readUsage(
      this.#store,
      day,
      wanted.map((subject) => ({ subject })),
    )
    for (const [i, subject] of wanted.entries()) {
      const [entry, sums] = [entries.get(subject), recorded[i]]
      if (entry !== undefined && sums !== undefined) learn(entry, sums)
    }
  }

  #isDue(subject: Subject): boolean {
    const entry = this.#entries.get(subject)
    if (entry === undefined || entry.storedAt < performance.now() - OLD_MS) return true
    const quotas = Object.keys(entry.pending) as DailyQuota[]
    return quotas.some((quota) => entry.pending[quota] >= SHARE * this.#limitOf(entry, quota))
  }

  #limitOf({ limits }: Entry, quota: DailyQuota): number {
    const own =
      quota === 'guestsPerAddress' || quota === 'quickRoomsPerAddress' ? undefined : limits[quota]
    return own ?? this.#limits[quota]
  }

  #want(subject: Subject, entry: Entry): void {
    entry.isWanted = true
    this.#changed.add(subject)
  }

  #entry(subject: Subject): Entry {
    let entry = this.#entries.get(subject)
    if (entry === undefined) {
      const [used, pending] = [emptyUsage(), emptyUsage()]
      entry = {
        used,
        pending,
        limits: {},
        isKnown: false,
        storedAt: performance.now(),
        isWanted: false,
      }
      this.#entries.set(subject, entry)
    }
    return entry
  }

  #evict(): void {
    for (const subject of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES) return
      if (!this.#changed.has(subject)) this.#entries.delete(subject)
    }
  }
}

function learn(entry: Entry, { usage, limits }: Recorded): void {
  entry.limits = limits
  entry.isKnown = true
  entry.isWanted = false
  for (const quota of Object.keys(usage) as DailyQuota[])
    entry.used[quota] = usage[quota] + entry.pending[quota]
}
