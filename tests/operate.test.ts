import { expect, test } from 'bun:test'
import { join } from 'node:path'

const read = (path: string) => Bun.file(join(import.meta.dir, '..', path)).text()

test('[DOC-9] each fault that docs/operate.md lists names rules of SPEC.md', async () => {
  const spec = await read('SPEC.md')
  const rules = new Set([...spec.matchAll(/^- \*\*([A-Z]+-\d+)\*\*/gm)].map(([, id]) => id))
  const [, table = ''] = (await read('docs/operate.md')).split('| case | what you see |')
  const rows = [...table.matchAll(/^\| .+ \| .+ \| .+ \| ([A-Z]{3}-[A-Z0-9, -]+) \|$/gm)].map(
    ([, ids = '']) => ids,
  )
  expect(rows.length).toBeGreaterThan(12)
  const named = rows.flatMap((ids) => ids.split(', '))
  expect(named.filter((id) => !rules.has(id))).toEqual([])
})
