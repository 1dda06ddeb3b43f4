import type { Schema } from '../tables/schema.ts'

/** The index of what is said, in each database's own way. What was said before is taken up by and by. */
export const search = (schema: Schema): Promise<void> => schema.dialect.search.create(schema)
