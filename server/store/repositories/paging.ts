import type { PageOf } from '../../domain/ports.ts'

/** Builds a page from rows that were read with a limit of one more: an extra row means that there is a next page. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  items: readonly T[],
  tokenAfter: (row: Row) => string,
): PageOf<T> {
  const last = rows[limit - 1]
  const hasMore = rows.length > limit && last !== undefined
  const next = hasMore ? tokenAfter(last) : undefined
  return { items: items.slice(0, limit), next, afterItem: (i) => tokenAfter(rows[i] as Row) }
}
