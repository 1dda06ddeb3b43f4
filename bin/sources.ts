import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** package-lock.json names the versions of the packages. */
const SETTINGS = ['package-lock.json', 'tsconfig.json']

/** The hash of everything that a bundle depends on: its sources below `root`, the packages, and Bun. What is in `dist` is no source. */
export function hashOfSources(root: string, patterns: readonly string[]): string {
  const found = patterns.flatMap((pattern) => [...new Bun.Glob(pattern).scanSync(root)])
  const sources = found.filter((path) => !path.includes('/dist/')).sort()
  const hash = new Bun.CryptoHasher('sha256').update(Bun.version)
  for (const path of [...sources, ...SETTINGS])
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)))
  return hash.digest('hex')
}
