import { expect, test } from 'bun:test'
import { join } from 'node:path'

const ROOT = join(import.meta.dir, '..')

test('[SPC-1] every rule has a test, and every test a rule', async () => {
  const spec = await Bun.file(join(ROOT, 'SPEC.md')).text()
  const rules = new Set([...spec.matchAll(/^- \*\*([A-Z]{3}-\d+)\*\*/gm)].map((m) => m[1]))
  const proved = new Set<string | undefined>()
  for await (const path of new Bun.Glob('tests/*.test.ts').scan({ cwd: ROOT })) {
    const text = await Bun.file(join(ROOT, path)).text()
    for (const [, rule] of text.matchAll(/\[([A-Z]{3}-\d+)\]/g)) proved.add(rule)
  }
  expect([...rules].filter((rule) => !proved.has(rule))).toEqual([])
  expect([...proved].filter((rule) => !rules.has(rule))).toEqual([])
})
