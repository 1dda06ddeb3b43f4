import type { Schema } from '../tables/schema.ts'

/** The index lies room by room, where that makes a difference. */
export const searchByRoom = (schema: Schema): Promise<void> =>
  schema.dialect.search.orderByRoom(schema)
