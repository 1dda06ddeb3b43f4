import { expect, test } from 'bun:test'
import { join } from 'node:path'

const ROOT = join(import.meta.dir, '..')

/** Physical sides, and sizes by them. `env(safe-area-inset-left)` is a fact of the device. */
const PHYSICAL =
  /(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b|(?:left|right|top|bottom)\s*:|(?:min-|max-)?(?:width|height)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right))/

/** The physical properties of a file, with their lines. */
const physical = (path: string, text: string) =>
  text
    .replace(/\/\*.*?\*\//gs, '')
    .split('\n')
    .flatMap((line, i) => (PHYSICAL.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : []))

test('[WEB-23] the styles know a start and an end, and neither left nor right', async () => {
  const found: string[] = []
  let files = 0
  for await (const path of new Bun.Glob('web/**/*.css').scan({ cwd: ROOT })) {
    if (path.includes('/dist')) continue
    files++
    found.push(...physical(path, await Bun.file(join(ROOT, path)).text()))
  }
  expect(files).toBeGreaterThan(10)
  expect(found).toEqual([])
})

test('[WEB-23] a planted side is found', () => {
  const planted = ['margin-left: 4px', 'right: 0', 'text-align: right', 'width: 3px']
  for (const line of planted) expect(physical('a.css', `  ${line};`)).toHaveLength(1)
  const fine = ['margin-inline: 4px', 'max(1px, env(safe-area-inset-left))', 'border-width: 2px']
  for (const line of fine) expect(physical('a.css', `  ${line};`)).toEqual([])
})
