import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { version } from '../../package.json'
import type { Arch } from './binary.ts'
import { compressed, MAINTAINER, type Put, putFiles, ROOT, run, write } from './layout.ts'

const DEBIAN = join(ROOT, 'deploy/debian')
const LINTIAN = 'usr/share/lintian/overrides/parlance'
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
    const put: Put = (path, content, mode = 0o644) => {
      write(root, path, content, mode)
      if (!path.startsWith('etc/'))
        sums.push(`${new Bun.CryptoHasher('md5').update(content).digest('hex')}  ${path}`)
    }
    putFiles(binary, put)
    put(LINTIAN, readFileSync(join(DEBIAN, 'lintian-overrides')))
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

/** Debian's form. The date is that of the commit, so that the same sources give the same package. */
function changelog(release: string): Buffer {
  const date = run(['git', 'log', '-1', '--format=%cD']).trim()
  return Buffer.from(
    `parlance (${release}) unstable; urgency=medium\n\n  * See NEWS.gz.\n\n -- ${MAINTAINER}  ${date}\n`,
  )
}
