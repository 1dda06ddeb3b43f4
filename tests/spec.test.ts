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

test('[SPC-3] every test that SECURITY.md names exists', async () => {
  const [spec, security] = await Promise.all(
    ['SPEC.md', 'SECURITY.md'].map((path) => Bun.file(join(ROOT, path)).text()),
  )
  const rules = new Set([...(spec ?? '').matchAll(/^- \*\*([A-Z]{3}-\d+)\*\*/gm)].map((m) => m[1]))
  const rows = [...(security ?? '').matchAll(/^\| (?!attack|---)(.+) \| (.+) \|$/gm)]
  expect(rows.length).toBeGreaterThan(40)
  const missing = rows.filter(([, , named = '']) => {
    const all = named.split(', ').flatMap(rangeOf)
    return all.length === 0 || all.some((rule) => !rules.has(rule))
  })
  expect(missing.map(([row]) => row)).toEqual([])
})

/** `TOK-10 to TOK-15`, or one rule. */
function rangeOf(text: string): readonly string[] {
  const [, name, first, last = first] = /^([A-Z]{3})-(\d+)(?: to \1-(\d+))?$/.exec(text) ?? []
  const count = Number(last) - Number(first) + 1
  if (!(count > 0)) return [`not a rule: ${text}`]
  return Array.from({ length: count }, (_, n) => `${name}-${Number(first) + n}`)
}
