import type { Schema } from '../tables/schema.ts'

/** The index contains each word as a word of its room, too. */
export const searchInRooms = (schema: Schema): Promise<void> =>
  schema.dialect.search.createAgain(schema)
