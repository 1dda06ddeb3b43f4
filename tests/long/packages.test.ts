import { afterAll, beforeAll, expect, test } from 'bun:test'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBinary } from '../../bin/package/binary.ts'
import { buildDeb } from '../../bin/package/deb.ts'
import { COMPLETIONS, COMPRESSED, FILES } from '../../bin/package/layout.ts'
import { buildRpm } from '../../bin/package/rpm.ts'
import { version } from '../../package.json'
import { ensureManual } from '../../site/build.ts'
import { ensureWeb } from '../../web/build.ts'
import { DATABASE } from '../support/database.ts'
import { guestOf, pageOf } from '../support/packaged.ts'
import { freePort } from '../support/process.ts'
import { waitFor } from '../support/wait.ts'

// Builds the binary and the Debian package, and uses both as people do. A Debian root needs root and `debootstrap`.

const canInstall =
  process.getuid?.() === 0 &&
  ['debootstrap', 'dpkg-deb', 'unshare'].every((name) => Bun.which(name))
const isRequired = process.env['REQUIRE_SERVICES'] === '1'
const MINUTES = 60_000
const UNIT = readFileSync(join(import.meta.dir, '../../deploy/debian/parlance.service'), 'utf8')

/** Each database runs this file. The packages are the same. */
const isHere = DATABASE === 'sqlite' && process.platform === 'linux' && process.arch === 'x64'

const packaged = test.skipIf(!isHere)

let folder = ''
let binary = ''
beforeAll(async () => {
  if (!isHere) return
  folder = mkdtempSync(join(tmpdir(), 'parlance-packages-'))
  chmodSync(folder, 0o755)
  binary = join(folder, 'parlance')
  await Promise.all([ensureWeb(), ensureManual()])
  await buildBinary('amd64', binary)
}, 5 * MINUTES)
afterAll(() => {
  if (isHere) rmSync(folder, { recursive: true })
})

/** Runs a command to its end. Throws with its output if it fails. */
function run(command: readonly string[], cwd = folder): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command], {
    cwd,
    env: { PATH: process.env['PATH'] },
  })
  if (exitCode !== 0) throw new Error(`${command.join(' ')} (${exitCode}): ${stdout}${stderr}`)
  return stdout.toString()
}

/** A server that runs until the end of the block. */
async function serving(command: readonly string[], cwd: string, env: Record<string, string> = {}) {
  const child = Bun.spawn([...command], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const [, url = ''] = (await firstMatch(child.stdout, /open {3}(\S+)/)) ?? []
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM')
      return child.exited
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await child.exited
    },
  }
}

async function firstMatch(stream: ReadableStream<Uint8Array>, pattern: RegExp) {
  let text = ''
  for await (const chunk of stream) {
    text += new TextDecoder().decode(chunk)
    const match = pattern.exec(text)
    if (match !== null) return match
  }
  return undefined
}

packaged(
  '[INS-1] the binary serves the page, the documents and the API, from an empty folder without any other file',
  async () => {
    const cwd = mkdtempSync(join(folder, 'empty-'))
    const port = `${await freePort()}`
    const managementPort = `${await freePort()}`
    const env = { PARLANCE_PORT: port, PARLANCE_MANAGEMENT_PORT: managementPort }
    await using server = await serving([binary, 'serve'], cwd, env)
    expect(await pageOf(server.url)).toBeGreaterThan(10)
    expect(await (await fetch(`${server.url}/openapi.yml`)).text()).toStartWith('openapi:')
    const manual = await fetch(`${server.url}/docs/install`)
    expect(await manual.text()).toContain('<h1 id="install">')
    expect(await (await fetch(`${server.url}/schema.graphql`)).text()).toContain('type Query')
    const management = `http://127.0.0.1:${managementPort}`
    expect((await fetch(`${management}/graphiql`)).status).toBe(200)
    expect(await (await fetch(`${management}/openapi.yml`)).text()).toStartWith('openapi:')
    const ana = await guestOf(server.url)
    expect(await ana.send('Hello from the binary')).toBe(201)
    await waitFor(async () => (await ana.search('binary')).includes('Hello from the binary'))
    expect(run([binary, 'health', '--port', port], cwd)).toContain('is ready')
    expect(await server.stop()).toBe(0)
  },
  MINUTES,
)

packaged(
  '[INS-2] the binary reads no .env and no bunfig.toml, and parlance.toml only of its folder',
  async () => {
    const cwd = mkdtempSync(join(folder, 'settings-'))
    await Bun.write(join(cwd, '.env'), 'PARLANCE_PORT=1\n')
    await Bun.write(join(cwd, 'bunfig.toml'), 'preload = ["./missing.ts"]\n')
    expect(run([binary, 'config', 'show', '--json'], cwd)).not.toContain('"1"')
    await Bun.write(join(cwd, 'parlance.toml'), 'port = 4711\n')
    expect(run([binary, 'config', 'show', '--json'], cwd)).toContain('4711')
  },
  MINUTES,
)

/** Runs a command in the Debian root, in which /proc shows what the unit's ProcSubset and ProtectProc leave. */
const inRoot = (root: string, command: string, as = 'root:root'): string[] => [
  'unshare',
  '--mount',
  'sh',
  '-c',
  `mount -t proc -o subset=pid,hidepid=invisible proc ${root}/proc
  exec chroot --userspec=${as} ${root} /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/ LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive sh -c '${command}'`,
]

test.skipIf(!isHere || (!canInstall && !isRequired))(
  '[INS-3] in a clean Debian the package installs, runs as its unit says, is upgraded with its data, and is purged',
  async () => {
    const root = join(folder, 'debian')
    const sysusers = '--include=systemd-standalone-sysusers'
    run(['debootstrap', '--variant=minbase', sysusers, 'bookworm', root])
    const setting = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(UNIT)?.[1] ?? ''
    const [user, home] = [setting('User'), setting('WorkingDirectory')]
    const install = (release: string) => {
      const path = `tmp/parlance_${release}.deb`
      buildDeb(binary, 'amd64', join(root, path), { level: 0, release })
      return run(inRoot(root, `dpkg -i /${path}`))
    }
    /** What systemd does for the unit. */
    const start = () => {
      run(inRoot(root, `install -d -o ${user} -g ${user} -m 700 ${home}`))
      const command = `cd ${home} && umask 077 && exec ${setting('ExecStart')}`
      return serving(inRoot(root, command, `${user}:${user}`), '/')
    }
    const settings = join(root, 'etc/parlance/parlance.toml')
    const data = join(root, home)

    expect(install('0.1.0')).toContain('journalctl -u parlance')
    expect(statSync(settings).mode & 0o777).toBe(0o640)
    expect(run(inRoot(root, `stat -c %U:%G /etc/parlance/parlance.toml`)).trim()).toBe(
      'root:parlance',
    )
    const text = readFileSync(settings, 'utf8')
    const port = `${await freePort()}`
    const changed = text.replace('port = 8000', `port = ${port}\nmanagement_port = "off"`)
    expect(changed).not.toBe(text)
    await Bun.write(settings, changed)
    {
      await using server = await start()
      expect(server.url).toEndWith(`:${port}`)
      expect(await pageOf(server.url)).toBeGreaterThan(10)
      expect(await (await guestOf(server.url)).send('Before the upgrade')).toBe(201)
      expect(run(inRoot(root, 'parlance health', `${user}:${user}`))).toContain('is ready')
      expect(await server.stop()).toBe(0)
    }
    expect(existsSync(join(data, 'parlance.sqlite'))).toBe(true)
    expect(statSync(join(data, 'parlance.sqlite')).mode & 0o777).toBe(0o600)

    install('0.1.1')
    expect(readFileSync(settings, 'utf8')).toBe(changed)
    {
      await using server = await start()
      const ana = await guestOf(server.url)
      await waitFor(async () => (await ana.search('upgrade')).includes('Before the upgrade'))
      expect(await server.stop()).toBe(0)
    }
    run(inRoot(root, 'dpkg --remove parlance'))
    expect(existsSync(join(root, 'usr/bin/parlance'))).toBe(false)
    expect(existsSync(join(data, 'parlance.sqlite'))).toBe(true)
    run(inRoot(root, 'dpkg --purge parlance'))
    expect(existsSync(data)).toBe(false)
    expect(existsSync(join(root, 'etc/parlance'))).toBe(false)
  },
  10 * MINUTES,
)

test.skipIf(!isHere || ((!canInstall || Bun.which('lintian') === null) && !isRequired))(
  '[INS-3] lintian finds no error in the package',
  () => {
    const deb = join(folder, 'parlance.deb')
    buildDeb(binary, 'amd64', deb, { level: 0 })
    const lint = (...options: string[]) => {
      const command = ['lintian', '--allow-root', '--fail-on', 'error', ...options, deb]
      const { exitCode, stdout } = Bun.spawnSync(command, { env: process.env })
      return { exitCode, errors: stdout.toString() }
    }
    // What the overrides explain, such as that the binary is not stripped.
    expect(lint('--no-override').errors).toContain('unstripped-binary')
    expect(lint()).toEqual({ exitCode: 0, errors: '' })
  },
  5 * MINUTES,
)

test.skipIf(
  !isHere || ((Bun.which('rpmbuild') === null || process.getuid?.() !== 0) && !isRequired),
)(
  '[INS-8] the package for Fedora has the files of the Debian package, keeps changed settings at an upgrade, and the data',
  () => {
    const root = join(folder, 'fedora')
    mkdirSync(join(root, 'etc'), { recursive: true })
    // The user of the package, in whose name files belong.
    writeFileSync(
      join(root, 'etc/passwd'),
      'root:x:0:0::/:/bin/sh\nparlance:x:990:990::/:/bin/false\n',
    )
    writeFileSync(join(root, 'etc/group'), 'root:x:0:\nparlance:x:990:\n')
    const packaged = (release: string) => {
      const path = join(folder, `parlance-${release}.rpm`)
      buildRpm(binary, 'amd64', path, { release, payload: 'w0.gzdio' })
      return path
    }
    const first = packaged('0.1.0')
    const listed = run(['rpm', '-qpl', first]).trim().split('\n').sort()
    const files = [FILES, COMPRESSED, COMPLETIONS].flatMap((table) => Object.keys(table))
    const wanted = [...files, 'usr/bin/parlance', 'etc/parlance'].map((path) => `/${path}`)
    expect(listed).toEqual(wanted.sort())
    const rpm = (...args: readonly string[]) =>
      run(['rpm', '--root', root, '--nodeps', '--noscripts', ...args])
    rpm('-i', first)
    const settings = join(root, 'etc/parlance/parlance.toml')
    expect(statSync(settings).mode & 0o777).toBe(0o640)
    expect(run([join(root, 'usr/bin/parlance'), '--version'])).toBe(`${version}\n`)
    const data = join(root, 'var/lib/parlance')
    mkdirSync(data, { recursive: true })
    writeFileSync(settings, 'port = 9000\n')
    rpm('-U', packaged('0.1.1'))
    expect(readFileSync(settings, 'utf8')).toBe('port = 9000\n')
    expect(run(['rpm', '--root', root, '-q', 'parlance'])).toStartWith('parlance-0.1.1-1')
    rpm('-e', 'parlance')
    expect(existsSync(join(root, 'usr/bin/parlance'))).toBe(false)
    expect(existsSync(data)).toBe(true)
  },
  5 * MINUTES,
)
