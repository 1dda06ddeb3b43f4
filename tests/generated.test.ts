import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { generated } from '../bin/generate.ts'

test('[GEN-1] what is generated is as the protocol says: `npm run generate` renews it', async () => {
  const files = Object.entries(await generated())
  expect(files.length).toBeGreaterThan(2)
  for (const [path, text] of files)
    expect(await Bun.file(join(import.meta.dir, '..', path)).text(), path).toBe(text)
})
