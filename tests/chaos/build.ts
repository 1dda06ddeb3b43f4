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

/** The server with these bugs planted in it, in a folder of its own. Throws where a bug has no place. */
export function planted(bugs: readonly Bug[]) {
  const changed = new Map<string, string>()
  for (const { name, file, find, replace } of bugs) {
    const text = changed.get(file) ?? readFileSync(join(ROOT, file), 'utf8')
    const times = text.split(find).length - 1
    if (times !== 1)
      throw new Error(`“${name}” cannot be planted: its place occurs ${times} times in ${file}`)
    // A function, so that no `$` in it means anything.
    changed.set(
      file,
      text.replace(find, () => replace),
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
