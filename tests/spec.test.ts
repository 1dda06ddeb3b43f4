import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { renewed } from '../bin/spec.ts'

const ROOT = join(import.meta.dir, '..')

test('[SPC-1] every rule has a test, and every test a rule', async () => {
  const spec = await Bun.file(join(ROOT, 'SPEC.md')).text()
  const numbers = [...spec.matchAll(/^- \*\*([A-Z]{3}-\d+)\*\*/gm)].map((m) => m[1])
  const rules = new Set(numbers)
  expect(numbers.filter((number, i) => numbers.indexOf(number) !== i)).toEqual([])
  const proved = new Set<string | undefined>()
  for await (const path of new Bun.Glob('tests/**/*.test.ts').scan({ cwd: ROOT })) {
    const text = await Bun.file(join(ROOT, path)).text()
    for (const [, rule] of text.matchAll(/\[([A-Z]{3}-\d+)\]/g)) proved.add(rule)
  }
  expect([...rules].filter((rule) => !proved.has(rule))).toEqual([])
  expect([...proved].filter((rule) => !rules.has(rule))).toEqual([])
})

test('[SPC-2] the tables of SPEC.md are those of the protocol: `npm run spec` renews them', async () => {
  const spec = await Bun.file(join(ROOT, 'SPEC.md')).text()
  expect(spec).toBe(renewed(spec))
  expect(spec).toContain('`messages.send`')
})
