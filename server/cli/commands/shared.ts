import { type Column, tableOf } from '../columns.ts'
import type { Flag, Result } from '../command.ts'

export const LIMIT: Flag = { type: 'string', description: 'the most items; 100 by default' }
export const YES: Flag = { type: 'boolean', description: 'do not ask' }

/** A list for people says whether there are further items. */
export const listed = <T>(
  { items, hasMore }: { readonly items: readonly T[]; readonly hasMore: boolean },
  columns: readonly Column<T>[],
): Result => ({
  json: items,
  text: `${tableOf(items, columns)}${hasMore ? '\n… and more: raise --limit' : ''}`,
})
