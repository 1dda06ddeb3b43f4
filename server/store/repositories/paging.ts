import type { PageOf } from '../../domain/ports.ts'

/** `rows` were asked for one over the limit: that there is one more says that there is a next page. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  items: readonly T[],
  wordAfter: (row: Row) => string,
): PageOf<T> {
  const last = rows[limit - 1]
  const isMore = rows.length > limit && last !== undefined
  const next = isMore ? wordAfter(last) : undefined
  return { items: items.slice(0, limit), next, afterItem: (i) => wordAfter(rows[i] as Row) }
}
