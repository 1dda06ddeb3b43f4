import type { Log } from '../../../protocol/ids.ts'
import type { CommittedEvent } from '../../../protocol/memberships.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { EventRow } from '../tables/tables.ts'
import { Lanes } from './lanes.ts'

/** Events that one read hydrates: a text can have 16 KiB, and a read must not hold the database for long. */
const PAGE = 400
/** While callers keep coming, as after a restart, a page waits so many ms for more of them. */
const HOLD_MS = 50

type Hydrate = (entries: readonly EventRow[]) => Promise<readonly CommittedEvent[]>

/** Events that one read will hydrate. Until it begins, every caller can add to it. */
type Page = {
  readonly entries: EventRow[]
  readonly read: PromiseWithResolvers<readonly CommittedEvent[]>
}
type Place = { readonly page: Page; readonly index: number }

/**
 * Hydrates the events that callers wait for at the same moment once for all of them. Nothing is kept for later
 * callers, because an event is hydrated from the rows as they are now: the read of a page begins after every caller
 * of the page has asked. Callers receive the same objects.
 */
export class SharedHydration {
  readonly #hydrate: Hydrate
  /** The places of events in pages that have not begun. A stored event never changes. */
  readonly #places = new Map<Log, Map<number, Place>>()
  readonly #pages: Page[] = []
  /** One page is read at a time: meanwhile more callers join the others. */
  readonly #lanes = new Lanes(1, HOLD_MS, () => this.#readNext())

  constructor(hydrate: Hydrate) {
    this.#hydrate = hydrate
  }

  async hydrate(entries: readonly EventRow[]): Promise<readonly CommittedEvent[]> {
    const places = entries.map((entry) => this.#placeOf(entry))
    this.#lanes.added()
    const pages = [...new Set(places.map(({ page }) => page))]
    try {
      const read = await Promise.all(pages.map(({ read }) => read.promise))
      const events = new Map(pages.map((page, i) => [page, read[i] ?? []]))
      return places.flatMap(({ page, index }) => events.get(page)?.[index] ?? [])
    } catch (error) {
      if (error instanceof Refusal) throw error
      // An event that cannot be hydrated fails those who asked for it, and nobody else.
      return this.#hydrate(entries)
    }
  }

  #placeOf(entry: EventRow): Place {
    let ofLog = this.#places.get(entry.log)
    if (ofLog === undefined) {
      ofLog = new Map()
      this.#places.set(entry.log, ofLog)
    }
    let place = ofLog.get(entry.seq)
    if (place === undefined) {
      const page = this.#openPage()
      place = { page, index: page.entries.push(entry) - 1 }
      ofLog.set(entry.seq, place)
    }
    return place
  }

  #openPage(): Page {
    const last = this.#pages.at(-1)
    if (last !== undefined && last.entries.length < PAGE) return last
    const page: Page = { entries: [], read: Promise.withResolvers() }
    this.#pages.push(page)
    return page
  }

  #readNext(): Promise<void> | undefined {
    const page = this.#pages.shift()
    if (page === undefined) return undefined
    // @planted shared-hydration
    this.#close(page)
    return this.#hydrate(page.entries).then(page.read.resolve, page.read.reject)
  }

  /** From now on another caller's event is hydrated by a later read. */
  #close({ entries }: Page): void {
    for (const { log, seq } of entries) {
      const ofLog = this.#places.get(log)
      ofLog?.delete(seq)
      if (ofLog?.size === 0) this.#places.delete(log)
    }
  }
}
