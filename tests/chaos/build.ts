import {
  cpSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bug } from './planted.ts'

const ROOT = join(import.meta.dir, '../..')
/** What a node is made of, beside the packages that it uses. */
const PARTS = ['server', 'protocol', 'package.json', 'tsconfig.json']

const sourceFiles = () => [...new Bun.Glob('server/**/*.ts').scanSync({ cwd: ROOT })]

/** The server with these bugs planted in it, in a folder of its own. Throws where a mark is missing or occurs twice. */
export function planted(bugs: readonly Bug[]) {
  const changed = new Map<string, string>()
  for (const { name, mark, change } of bugs) {
    const place = new RegExp(`// @planted ${mark}\\n(.*)`, 'g')
    const places = sourceFiles().flatMap((file) => {
      const text = changed.get(file) ?? readFileSync(join(ROOT, file), 'utf8')
      return [...text.matchAll(place)].map(([, line = '']) => ({ file, text, line }))
    })
    const [only] = places
    if (only === undefined || places.length > 1)
      throw new Error(`“${name}” cannot be planted: its mark occurs ${places.length} times`)
    // A function, so that no `$` in it means anything.
    changed.set(
      only.file,
      only.text.replace(place, () => change(only.line)),
    )
  }
  const root = mkdtempSync(join(tmpdir(), 'parlance-planted-'))
  for (const part of PARTS) cpSync(join(ROOT, part), join(root, part), { recursive: true })
  symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(root, 'node_modules'))
  for (const [file, text] of changed) writeFileSync(join(root, file), text)
  return {
    server: join(root, 'server'),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  }
}
