import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

export const ROOT = join(import.meta.dir, '../..')
export const MAINTAINER = 'The Parlance authors <parlance@example.org>'

/** Files of the package that are in the repository as they are, by their path in the package. */
export const FILES = {
  'usr/lib/systemd/system/parlance.service': 'deploy/debian/parlance.service',
  'usr/lib/sysusers.d/parlance.conf': 'deploy/debian/sysusers.conf',
  'usr/share/doc/parlance/copyright': 'deploy/debian/copyright',
  'usr/share/doc/parlance/README.md': 'README.md',
  'usr/share/doc/parlance/licences.md': 'docs/licences.md',
  'etc/parlance/parlance.toml': 'deploy/debian/parlance.toml',
} as const
/** Debian wants these compressed. */
export const COMPRESSED = {
  'usr/share/man/man1/parlance.1.gz': 'docs/parlance.1',
  'usr/share/doc/parlance/NEWS.gz': 'CHANGELOG.md',
} as const
/** The completion of a shell, by its path in the package: what `parlance complete SHELL` prints. */
export const COMPLETIONS = {
  'usr/share/bash-completion/completions/parlance': 'bash',
  'usr/share/zsh/vendor-completions/_parlance': 'zsh',
  'usr/share/fish/vendor_completions.d/parlance.fish': 'fish',
} as const

/** Puts a file of the package below `root`. */
export type Put = (path: string, content: string | Uint8Array, mode?: number) => void

/** The files that every package has. */
export function putFiles(binary: string, put: Put): void {
  put('usr/bin/parlance', readFileSync(binary), 0o755)
  for (const [path, from] of Object.entries(FILES)) put(path, readFileSync(join(ROOT, from)))
  for (const [path, from] of Object.entries(COMPRESSED))
    put(path, compressed(readFileSync(join(ROOT, from))))
  for (const [path, shell] of Object.entries(COMPLETIONS)) put(path, completion(shell))
}

export function write(
  root: string,
  path: string,
  content: string | Uint8Array,
  mode = 0o644,
): void {
  const to = join(root, path)
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 })
  writeFileSync(to, content)
  chmodSync(to, mode)
}

/** `gzip -n`: without a name and a time. */
export const compressed = (content: Uint8Array): Uint8Array => gzipSync(content, { level: 9 })

const completion = (shell: string): string =>
  run([process.execPath, 'run', 'bin/parlance.ts', 'complete', shell])

export function run(command: string[]): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync(command, { cwd: ROOT, env: process.env })
  if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${stderr}`)
  return stdout.toString()
}
