import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { version } from '../../package.json'
import type { Arch } from './binary.ts'
import { putFiles, run, write } from './layout.ts'

/** The names of the machines in packages of RPM. */
const MACHINES: Readonly<Record<Arch, string>> = { amd64: 'x86_64', arm64: 'aarch64' }
export const rpmName = (arch: Arch): string => `parlance-${version}-1.${MACHINES[arch]}.rpm`

/** Builds a package for Fedora, RHEL and openSUSE with the files of the Debian package: `rpmbuild` must be there. */
export function buildRpm(
  binary: string,
  arch: Arch,
  outfile: string,
  { payload = 'w6.xzdio', release = version }: { payload?: string; release?: string } = {},
): void {
  const top = mkdtempSync(join(tmpdir(), 'parlance-rpm-'))
  try {
    const root = join(top, 'files')
    const paths: string[] = []
    putFiles(binary, (path, content, mode = 0o644) => {
      write(root, path, content, mode)
      paths.push(path)
    })
    const spec = join(top, 'parlance.spec')
    writeFileSync(spec, specOf(root, paths, release))
    const define = [`_topdir ${top}`, `_binary_payload ${payload}`, '_build_id_links none']
    const defines = define.flatMap((one) => ['--define', one])
    run(['rpmbuild', '-bb', '--target', MACHINES[arch], ...defines, spec])
    const built = join(top, 'RPMS', MACHINES[arch], `parlance-${release}-1.${MACHINES[arch]}.rpm`)
    cpSync(built, outfile)
  } finally {
    rmSync(top, { recursive: true })
  }
}

const SETTINGS = 'etc/parlance/parlance.toml'

/** The binary is neither stripped, which would cut the program off, nor searched for what it needs. */
const specOf = (root: string, paths: readonly string[], release: string): string => `
%global debug_package %{nil}
%global __os_install_post %{nil}
Name: parlance
Version: ${release}
Release: 1
Summary: Self-hosted chat server that does not lose messages
License: MIT
AutoReqProv: no
Requires: glibc >= 2.17
Requires(pre): systemd
Requires(post): systemd
Requires(preun): systemd
Requires(postun): systemd

%description
Add chat to your app over REST, WebSocket, server-sent events or GraphQL, or use the built-in web page. One process with its
database inside, or several on one PostgreSQL, MariaDB or MySQL.

%install
mkdir -p %{buildroot}
cp -a ${root}/. %{buildroot}/

%pre
systemd-sysusers --replace=/usr/lib/sysusers.d/parlance.conf - <<'END'
u parlance - "Parlance chat server" /var/lib/parlance
END

%post
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || true
  # At an upgrade %%postun restarts the server that runs.
  if [ "$1" = 1 ]; then systemctl enable --now parlance.service || true; fi
fi
if [ "$1" = 1 ]; then
  echo 'Parlance: the link for the first administrator is in the log: journalctl -u parlance'
fi

%preun
if [ "$1" = 0 ] && [ -d /run/systemd/system ]; then systemctl disable --now parlance.service || true; fi

%postun
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || true
  if [ "$1" -ge 1 ]; then systemctl try-restart parlance.service || true; fi
fi

%files
%dir /etc/parlance
%attr(0640, root, parlance) %config(noreplace) /${SETTINGS}
${paths
  .filter((path) => path !== SETTINGS)
  .map((path) => `/${path}`)
  .join('\n')}
`
