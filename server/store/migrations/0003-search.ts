import type { Schema } from '../tables/schema.ts'

/** The search index, which differs between the databases. Existing messages are indexed in the background. */
export const search = (schema: Schema): Promise<void> => schema.dialect.search.create(schema)
