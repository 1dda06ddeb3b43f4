import { Refusal } from '../../../protocol/refusals.ts'
import type { PageOf, PageRequest } from '../../domain/ports.ts'

/** The position of an item in a list with the latest active first. Items of the same time are ordered by id. */
export type ListPosition = { readonly at: number; readonly id: string }

/** The queries of a list whose order changes while a client pages through it. */
export type MovingList<Row> = {
  readonly positionOf: (row: Row) => ListPosition
  /** Rows after a position that were not active since `until`: the `limit` latest active; if there are fewer, in any order. */
  readonly unmoved: (range: ListRange) => Promise<readonly Row[]>
  /** All rows that were active after `since`. */
  readonly moved: (since: number) => Promise<readonly Row[]>
  /** The time of each row's last activity up to `until`; 0 if the row did not exist yet. */
  readonly activeUntil: (rows: readonly Row[], until: number) => Promise<readonly number[]>
}
export type ListRange = ListPosition & { readonly until: number; readonly limit: number }

/**
 * The content of a page token. `moment`: a time up to which every activity was committed when the first page
 * was read. `shown`: the items of earlier pages that were active after `moment`.
 */
type PageToken = {
  readonly moment: number
  readonly position: ListPosition
  readonly shown: ReadonlySet<string>
}

/** By how many seqs the times of a log may cross: as many as are written at once, on some nodes. */
export const CROSSING = 100

/** Before every item. The id sorts after every id. */
const FIRST: ListPosition = { at: Number.MAX_SAFE_INTEGER, id: '~' }

/**
 * Returns a page of the list as it was at its first page: each row of that time is returned once, at its
 * position of that time, even if it has moved since. `committedUntil` becomes the moment of a first page. Rows
 * that were active after the moment are remembered by id, because their times do not show whether they were returned.
 */
export async function movingPage<Row>(
  list: MovingList<Row>,
  { after, limit }: PageRequest,
  committedUntil: number,
): Promise<PageOf<Row>> {
  const token = after === undefined ? undefined : parseToken(after)
  const { moment = committedUntil, position = FIRST, shown = new Set<string>() } = token ?? {}
  const until = token?.moment ?? FIRST.at
  const unmoved = await list.unmoved({ ...position, until, limit: limit + 1 })
  const moved = token === undefined ? [] : await movedOf(list, token)
  const found = [...unmoved.map((row) => ({ row, position: list.positionOf(row) })), ...moved]
    .sort((a, b) => order(a.position, b.position))
    .slice(0, limit + 1)
  const page = found.slice(0, limit)
  const afterItem = (index: number): string => {
    const { position = FIRST } = page[index] ?? {}
    const recent = page.slice(0, index + 1).filter((each) => each.position.at > moment)
    return encodeToken({
      moment,
      position,
      shown: [...shown, ...recent.map((each) => tailOf(each.position.id))],
    })
  }
  const next = found.length > limit ? afterItem(limit - 1) : undefined
  return { items: page.map(({ row }) => row), next, afterItem }
}

/** The rows that moved since the first page and were not shown, with their positions of that time. */
async function movedOf<Row>(list: MovingList<Row>, { moment, position, shown }: PageToken) {
  const rows = (await list.moved(moment)).filter(
    (row) => !shown.has(tailOf(list.positionOf(row).id)),
  )
  const moved = rows.map((row) => ({ row, position: list.positionOf(row) }))
  // As long as pages show rows that were active after the moment, all of these come before the rest.
  if (position.at > moment || rows.length === 0) return moved
  const times = await list.activeUntil(rows, moment)
  return moved
    .map(({ row, position: { id } }, i) => ({ row, position: { id, at: times[i] ?? 0 } }))
    .filter((each) => order(position, each.position) < 0)
}

const order = (a: ListPosition, b: ListPosition): number =>
  b.at - a.at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)

/** The end of an id is random: 50 bits identify an item of one list. */
const TAIL = 10
const tailOf = (id: string): string => id.slice(-TAIL)

const TOKEN = /^(\d{1,16})_(\d{1,16})_([a-z]+_[0-9a-z]{26})_?((?:[0-9a-z]{10})*)$/

const encodeToken = ({
  moment,
  position,
  shown,
}: Omit<PageToken, 'shown'> & { shown: readonly string[] }): string =>
  [moment, position.at, position.id, ...(shown.length > 0 ? [shown.join('')] : [])].join('_')

/** Refuses a token that is not the `next` of another page. */
function parseToken(after: string): PageToken {
  const [, moment, at, id, shown = ''] = TOKEN.exec(after) ?? []
  if (id === undefined)
    throw new Refusal('invalid_input', 'after must be the next of another page of this list')
  const tails = shown.match(/.{10}/g) ?? []
  return { moment: Number(moment), position: { at: Number(at), id }, shown: new Set(tails) }
}
