import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { Parser } from '@asyncapi/parser'
import { generated } from '../bin/generate.ts'
import { asyncapi } from '../protocol/generate/asyncapi.ts'

/** Of a diagnostic; what is milder is advice. */
const WARNING = 1

test('[GEN-1] what is generated is as the protocol says: `npm run generate` renews it', async () => {
  const files = Object.entries(await generated())
  expect(files.length).toBeGreaterThan(2)
  for (const [path, text] of files)
    expect(await Bun.file(join(import.meta.dir, '..', path)).text(), path).toBe(text)
})

test('[GEN-2] the description of socket and stream is valid AsyncAPI', async () => {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncapi('1.0.0')))
  expect(diagnostics.filter(({ severity }) => severity <= WARNING)).toEqual([])
  expect(document?.allMessages().length).toBeGreaterThan(100)
})
