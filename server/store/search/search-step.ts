import type { Message } from '../../../protocol/entities.ts'
import type { FoundPage, PageRequest, RunningSearch, Search, Span } from '../../domain/ports.ts'
import type { JoinedMessageRow } from '../tables/rows.ts'
import type { Entry } from '../tables/search-index.ts'
import {
  byRank,
  entryAfter,
  type Rank,
  rankAfter,
  tokenOfEntry,
  tokenOfRank,
} from './page-tokens.ts'
import { scoreOf, spansIn, type Term } from './terms.ts'
import { wordsOf } from './words.ts'

/** How many of the newest results are ranked. To rank all results of a common word, every message would be read. */
const RANKED = 200
/** The number of characters that are compared in one piece: one text of 16 KiB takes up to 6 ms. */
const PIECE = 4096

/** A message that the index found. `message`: as the user sees it. */
export type Candidate = {
  readonly entry: Entry
  readonly row: JoinedMessageRow
  readonly message: Message
}
/** A candidate that matches the search. */
type Match = Candidate & { readonly spans: readonly Span[]; readonly score: number }
export type Asked = {
  readonly search: Search
  readonly terms: readonly Term[]
  readonly page: PageRequest
}
/** How far a search has come. */
export type Progress = {
  readonly found: readonly Match[]
  /** The index has no more candidates before this position, or it is queried from there. */
  readonly after: Entry | undefined
  /** The number of characters that were read, and of queries of the index. */
  readonly read: number
  readonly tries: number
  /** The page ends here, even if it is not full. */
  readonly isOver: boolean
}

export function beginningOf({ search, page: { after } }: Asked): Progress {
  const from = search.order === 'rank' ? rankAfter(after) : undefined
  // Messages since the first page are left out. Otherwise they would push the oldest results out.
  const position =
    search.order === 'date'
      ? entryAfter(after)
      : from && { ...from.newest, seq: from.newest.seq + 1 }
  return { found: [], after: position, read: 0, tries: 0, isOver: false }
}

/** The number of matches that a page needs: one more than it has shows that there is another page. */
export const wantedOf = ({ search, page }: Asked): number =>
  search.order === 'date' ? page.limit + 1 : RANKED

/**
 * A search that has read candidates. They are compared with the search by the messages as they are now: the index
 * may be incomplete or out of date.
 */
export class SearchStep implements RunningSearch {
  readonly rooms: number
  readonly #asked: Asked
  readonly #candidates: readonly Candidate[]
  readonly #before: Progress
  readonly #found: Match[]
  #next = 0

  constructor(asked: Asked, rooms: number, progress: Progress, candidates: readonly Candidate[]) {
    this.rooms = rooms
    this.#asked = asked
    this.#candidates = candidates
    this.#before = progress
    this.#found = [...progress.found]
  }

  get progress(): Progress {
    return { ...this.#before, found: this.#found }
  }

  get chars(): number {
    return this.#before.read
  }

  compare(): boolean {
    const { search, terms } = this.#asked
    for (let chars = 0; chars < PIECE; ) {
      const candidate = this.#candidates[this.#next]
      if (candidate === undefined || this.#isFull) return false
      this.#next++
      const { row, message } = candidate
      chars += row.text.length
      if (message.deletedAt !== undefined || !isInRange(search, row)) continue
      const words = wordsOf(row.text)
      const spans = spansIn(words, terms)
      if (spans === undefined) continue
      this.#found.push({ ...candidate, spans, score: scoreOf(words, spans) })
    }
    return this.#next < this.#candidates.length
  }

  page(): FoundPage | undefined {
    if (!this.#isFull && !this.#before.isOver) return undefined
    const found = this.#found.slice(0, wantedOf(this.#asked))
    return this.#asked.search.order === 'date' ? this.#byDate(found) : this.#byRank(found)
  }

  get #isFull(): boolean {
    return this.#found.length >= wantedOf(this.#asked)
  }

  #byDate(found: readonly Match[]): FoundPage {
    const { limit } = this.#asked.page
    const shown = found.slice(0, limit)
    const last = found.length > limit ? shown.at(-1)?.entry : this.#before.after
    const afterItem = (index: number) => tokenOfEntry((shown[index] as Match).entry)
    return { items: shown.map(foundMessage), next: last && tokenOfEntry(last), afterItem }
  }

  #byRank(found: readonly Match[]): FoundPage {
    const { after, limit } = this.#asked.page
    const from = rankAfter(after)
    const ranked = found
      .map((each) => ({ ...each, ...each.entry }))
      .filter((each) => from === undefined || byRank(from.position, each) < 0)
      .sort(byRank)
    const shown = ranked.slice(0, limit)
    const newest = from?.newest ?? (found[0]?.entry as Entry)
    const afterItem = (index: number) => tokenOfRank({ position: shown[index] as Rank, newest })
    const next = ranked.length > limit ? afterItem(limit - 1) : undefined
    return { items: shown.map(foundMessage), next, afterItem }
  }
}

const foundMessage = ({ message, spans }: Match) => ({ message, spans })

const isInRange = (
  { from, since, until }: Search,
  row: Pick<JoinedMessageRow, 'sender' | 'created_at'>,
): boolean =>
  (from === undefined || row.sender === from) &&
  (since === undefined || row.created_at >= since) &&
  (until === undefined || row.created_at < until)
