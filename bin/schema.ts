import { join } from 'node:path'
import { makeSchema, printed } from '../server/doors/graphql/schema.ts'

// docs/api/schema.graphql, out of the protocol's tables: `npm run schema` renews it, and a test compares.

export const SCHEMA_FILE = join(import.meta.dir, '../docs/api/schema.graphql')
export const schemaNow = (): string => printed(makeSchema())

if (import.meta.main) await Bun.write(SCHEMA_FILE, schemaNow())
