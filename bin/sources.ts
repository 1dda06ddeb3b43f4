import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** package-lock.json names the versions of the packages. */
const SETTINGS = ['package-lock.json', 'tsconfig.json']

/** The hash of everything that a bundle depends on: its sources below `root`, the packages, and Bun. */
export function hashOfSources(
  root: string,
  patterns: readonly string[],
  isSource = (_path: string) => true,
): string {
  const found = patterns.flatMap((pattern) => [...new Bun.Glob(pattern).scanSync(root)])
  const hash = new Bun.CryptoHasher('sha256').update(Bun.version)
  for (const path of [...found.filter(isSource).sort(), ...SETTINGS])
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)))
  return hash.digest('hex')
}
