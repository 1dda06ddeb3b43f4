import type { RawBuilder } from 'kysely'

export type JsonColumns = Readonly<Record<string, 'text' | 'number'>>

/** A table `a` made of one JSON array of objects with these fields. */
export type JsonRows = (json: string, columns: JsonColumns) => RawBuilder<unknown>

/** The arguments of many calls as one JSON array. `n` is a call's index in it. */
export type Batch = { readonly json: string }
