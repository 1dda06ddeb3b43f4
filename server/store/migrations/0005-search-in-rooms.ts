import type { Schema } from '../tables/schema.ts'

/** The index knows a word in a room, too. */
export const searchInRooms = (schema: Schema): Promise<void> =>
  schema.dialect.search.createAgain(schema)
