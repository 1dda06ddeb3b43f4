import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { version } from '../../package.json'
import type { Arch } from './binary.ts'

const ROOT = join(import.meta.dir, '../..')
const DEBIAN = join(ROOT, 'deploy/debian')

/** Files of the package that are in the repository as they are, by their path in the package. */
export const FILES = {
  'usr/lib/systemd/system/parlance.service': 'deploy/debian/parlance.service',
  'usr/lib/sysusers.d/parlance.conf': 'deploy/debian/sysusers.conf',
  'usr/share/lintian/overrides/parlance': 'deploy/debian/lintian-overrides',
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
export const SCRIPTS = ['postinst', 'prerm', 'postrm'] as const

/**
 * Builds a Debian package around a binary: `dpkg-deb` must be there. `level`: of xz, 6 takes a minute, 0 some seconds.
 * `release`: the version of the package.
 */
export function buildDeb(
  binary: string,
  arch: Arch,
  outfile: string,
  { level = 6, release = version }: { level?: number; release?: string } = {},
): void {
  const root = mkdtempSync(join(tmpdir(), 'parlance-deb-'))
  try {
    const sums: string[] = []
    const put = (path: string, content: string | Uint8Array, mode = 0o644) => {
      write(root, path, content, mode)
      if (!path.startsWith('etc/'))
        sums.push(`${new Bun.CryptoHasher('md5').update(content).digest('hex')}  ${path}`)
    }
    put('usr/bin/parlance', readFileSync(binary), 0o755)
    for (const [path, from] of Object.entries(FILES)) put(path, readFileSync(join(ROOT, from)))
    for (const [path, from] of Object.entries(COMPRESSED))
      put(path, compressed(readFileSync(join(ROOT, from))))
    for (const [path, shell] of Object.entries(COMPLETIONS)) put(path, completion(shell))
    put('usr/share/doc/parlance/changelog.gz', compressed(changelog(release)))
    const size = Math.ceil(readFileSync(binary).length / 1024)
    write(root, 'DEBIAN/control', control(arch, release, size))
    write(root, 'DEBIAN/md5sums', `${sums.join('\n')}\n`)
    for (const name of ['conffiles', ...SCRIPTS])
      write(
        root,
        `DEBIAN/${name}`,
        readFileSync(join(DEBIAN, name)),
        name === 'conffiles' ? 0o644 : 0o755,
      )
    run(['dpkg-deb', '--root-owner-group', '-Zxz', `-z${level}`, '--build', root, outfile])
  } finally {
    rmSync(root, { recursive: true })
  }
}

function write(root: string, path: string, content: string | Uint8Array, mode = 0o644): void {
  const to = join(root, path)
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 })
  writeFileSync(to, content)
  chmodSync(to, mode)
}

const control = (arch: Arch, release: string, size: number): string => `Package: parlance
Version: ${release}
Architecture: ${arch}
Maintainer: ${MAINTAINER}
Installed-Size: ${size}
Depends: libc6 (>= 2.17), systemd | systemd-standalone-sysusers | systemd-sysusers
Recommends: ca-certificates
Suggests: caddy | nginx | haproxy, postgresql | mariadb-server, redis-server | valkey-server
Section: net
Priority: optional
Description: self-hosted chat server that does not lose messages
 Add chat to your app over REST, WebSocket, server-sent events or GraphQL,
 or use the built-in web page. One process with its database inside, or
 several on one PostgreSQL, MariaDB or MySQL.
`

const MAINTAINER = 'The Parlance authors <parlance@example.org>'

/** Debian's form. The date is that of the commit, so that the same sources give the same package. */
function changelog(release: string): Buffer {
  const date = run(['git', 'log', '-1', '--format=%cD']).trim()
  return Buffer.from(
    `parlance (${release}) unstable; urgency=medium\n\n  * See NEWS.gz.\n\n -- ${MAINTAINER}  ${date}\n`,
  )
}

/** `gzip -n`: without a name and a time. */
const compressed = (content: Uint8Array): Uint8Array => gzipSync(content, { level: 9 })

const completion = (shell: string): string =>
  run([process.execPath, 'run', 'bin/parlance.ts', 'complete', shell])

function run(command: string[]): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync(command, { cwd: ROOT, env: process.env })
  if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${stderr}`)
  return stdout.toString()
}
