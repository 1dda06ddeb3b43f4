import { join } from 'node:path'
import { version } from '../package.json'
import { clientDocument, managementDocument } from '../protocol/generate/documents.ts'

// What is made out of the protocol's tables: `npm run generate` renews it, and a test compares.

const DOCS = join(import.meta.dir, '../docs/api')

/** By path, what each file holds. */
export const generated = (): Readonly<Record<string, string>> => ({
  [join(DOCS, 'client.openapi.json')]: printed(clientDocument(version)),
  [join(DOCS, 'management.openapi.json')]: printed(managementDocument(version)),
})

const printed = (document: object): string => `${JSON.stringify(document, null, 2)}\n`

if (import.meta.main)
  for (const [path, text] of Object.entries(generated())) await Bun.write(path, text)
