import { Refusal } from '../../protocol/refusals.ts'
import type { Paged } from '../domain/ports.ts'

/** A place in an order of time, and of ids within the same time. */
type Place = { readonly at: number; readonly id: string }

/** Before everything, where the latest comes first. Sorts after every id. */
const LATEST: Place = { at: Number.MAX_SAFE_INTEGER, id: '~' }

/** What `placeAfter` reads again. */
const wordOf = ({ at, id }: Place): string => `${at}_${id}`

/** From where a page begins: refuses what is not the `next` of another. */
export function placeAfter(after: string | undefined): Place {
  if (after === undefined) return LATEST
  const [, at = '', id = ''] = /^(\d{1,16})_(.+)$/.exec(after) ?? []
  if (id === '')
    throw new Refusal('invalid_input', 'after must be the next of another page of this list')
  return { at: Number(at), id }
}

/** `rows` were asked for one over the limit: that there is one more says that there is a next page. */
export function paged<Row, T>(
  rows: readonly Row[],
  limit: number,
  items: readonly T[],
  wordAfter: (row: Row) => string,
): Paged<T> {
  const last = rows[limit - 1]
  const isMore = rows.length > limit && last !== undefined
  return { items: items.slice(0, limit), next: isMore ? wordAfter(last) : undefined }
}

export const wordAfterPlace = (at: number, id: string): string => wordOf({ at, id })
