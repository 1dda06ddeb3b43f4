import type { Schema } from '../tables/schema.ts'

/** The index is stored by room, on databases where that makes a difference. */
export const searchByRoom = (schema: Schema): Promise<void> =>
  schema.dialect.search.orderByRoom(schema)
