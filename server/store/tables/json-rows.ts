import type { RawBuilder } from 'kysely'

export type JsonColumns = Readonly<Record<string, 'text' | 'number'>>

/** Builds a table `a` from one JSON array of objects with these fields. */
export type JsonRows = (json: string, columns: JsonColumns) => RawBuilder<unknown>

/** The arguments of many calls as one JSON array. `n` is a call's index in it. */
export type Batch = { readonly json: string }
