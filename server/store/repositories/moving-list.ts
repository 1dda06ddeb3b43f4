import { Refusal } from '../../../protocol/refusals.ts'
import type { PageOf, PageRequest } from '../../domain/ports.ts'

/** Where something stands in a list that has the latest active first; of the same time by its id. */
export type ListPosition = { readonly at: number; readonly id: string }

/** Of a list whose order moves while somebody pages through it. */
export type MovingList<Row> = {
  readonly placeOf: (row: Row) => ListPosition
  /** Those after a place that were not active since `until`: at most `limit`, the latest active first. */
  readonly still: (asked: ListRange) => Promise<readonly Row[]>
  /** All that were active since then. */
  readonly moved: (since: number) => Promise<readonly Row[]>
  /** When each of these was last active until then: 0 where it was not there yet. */
  readonly before: (rows: readonly Row[], until: number) => Promise<readonly number[]>
}
export type ListRange = ListPosition & { readonly until: number; readonly limit: number }

/**
 * From where a page goes on. `moment`: up to when no activity can come later than the first page was read;
 * `shown`: what was shown and was active after it.
 */
type ListMark = {
  readonly moment: number
  readonly place: ListPosition
  readonly shown: ReadonlySet<string>
}

/** How far apart in a log its times may cross: within what is written at once, on some nodes. */
export const CROSSING = 100

/** Before everything. Sorts after every id. */
const FIRST: ListPosition = { at: Number.MAX_SAFE_INTEGER, id: '~' }

/**
 * A page of the list as it was at its first page: each row that was there comes once, at the place that
 * it had at that moment, also where it has moved since. `committedUntil`: the moment, where this is the first.
 * What moved before the moment could be told is known by its id, as no time says whether it was shown.
 */
export async function movingPage<Row>(
  list: MovingList<Row>,
  { after, limit }: PageRequest,
  committedUntil: number,
): Promise<PageOf<Row>> {
  const mark = after === undefined ? undefined : parseMark(after)
  const { moment = committedUntil, place = FIRST, shown = new Set<string>() } = mark ?? {}
  const until = mark?.moment ?? FIRST.at
  const still = await list.still({ ...place, until, limit: limit + 1 })
  const moved = mark === undefined ? [] : await movedOf(list, mark)
  const placed = still.map((row) => ({ row, place: list.placeOf(row) }))
  const found = [...placed, ...moved].sort((a, b) => order(a.place, b.place)).slice(0, limit + 1)
  const page = found.slice(0, limit)
  const items = page.map(({ row }) => row)
  const afterItem = (index: number): string => {
    const { place = FIRST } = page[index] ?? {}
    const recent = page.slice(0, index + 1).filter((each) => each.place.at > moment)
    return encodeMark({
      moment,
      place,
      shown: [...shown, ...recent.map((each) => tailOf(each.place.id))],
    })
  }
  return { items, next: found.length > limit ? afterItem(limit - 1) : undefined, afterItem }
}

/** What moved since the first page and was not shown, with its place then. */
async function movedOf<Row>(list: MovingList<Row>, { moment, place, shown }: ListMark) {
  const rows = (await list.moved(moment)).filter((row) => !shown.has(tailOf(list.placeOf(row).id)))
  const places = rows.map((row) => ({ row, place: list.placeOf(row) }))
  // As long as pages show what was active after the moment, all of that comes before the rest.
  if (place.at > moment || rows.length === 0) return places
  const times = await list.before(rows, moment)
  return places
    .map(({ row, place: { id } }, i) => ({ row, place: { id, at: times[i] ?? 0 } }))
    .filter((each) => order(place, each.place) < 0)
}

const order = (a: ListPosition, b: ListPosition): number =>
  b.at - a.at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)

/** The end of an id is random: 50 bits tell those of one list apart. */
const TAIL = 10
const tailOf = (id: string): string => id.slice(-TAIL)

const WORD = /^(\d{1,16})_(\d{1,16})_([a-z]+_[0-9a-z]{26})_?((?:[0-9a-z]{10})*)$/

const encodeMark = ({
  moment,
  place,
  shown,
}: Omit<ListMark, 'shown'> & { shown: readonly string[] }): string =>
  [moment, place.at, place.id, ...(shown.length > 0 ? [shown.join('')] : [])].join('_')

/** Refuses what is not the `next` of another page. */
function parseMark(after: string): ListMark {
  const [, moment, at, id, shown = ''] = WORD.exec(after) ?? []
  if (id === undefined) throw new Refusal('invalid_input', 'after is not the next of another page')
  const tails = shown.match(/.{10}/g) ?? []
  return { moment: Number(moment), place: { at: Number(at), id }, shown: new Set(tails) }
}
