import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SCRIPTS } from '../bin/package/deb.ts'
import { COMPLETIONS, COMPRESSED, FILES } from '../bin/package/layout.ts'
import { DOCUMENTS, selfTest } from '../bin/package/self-test.ts'
import { SHELLS } from '../server/cli/documents/completion.ts'
import { readConfig } from '../server/config.ts'
import { Client } from './support/client.ts'
import { ownProcess } from './support/process.ts'
import { BUNDLE, bundleServer } from './support/server-bundle.ts'

// What people install. The packages themselves are built and tried in tests/long/packages.test.ts.

const ROOT = join(import.meta.dir, '..')
const read = (path: string) => Bun.file(join(ROOT, path)).text()
const UNIT = 'deploy/debian/parlance.service'
const MOST_EXPOSED = 1.5

test('[INS-1] a binary that lacks a file does not start, and one line names the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-binary-'))
  const put = (name: string, text: string) => {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  try {
    await expect(selfTest(folder)).rejects.toThrow(
      `This binary is not complete: ${['dist/index.html', ...DOCUMENTS].join(', ')} is missing`,
    )
    for (const name of DOCUMENTS) put(name, 'a document')
    put('dist/index.html', '<script src="./chunk-abcd1234.js"></script>')
    await expect(selfTest(folder)).rejects.toThrow('complete: dist/chunk-abcd1234.js is missing')
    put('dist/chunk-abcd1234.js', 'import("./chunk-efgh5678.js")')
    await expect(selfTest(folder)).rejects.toThrow('complete: dist/chunk-efgh5678.js is missing')
    put('dist/chunk-efgh5678.js', 'a script')
    await selfTest(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('[INS-3] each file of the Debian package is in the repository', () => {
  const files = [...Object.values(FILES), ...Object.values(COMPRESSED)]
  const scripts = ['conffiles', ...SCRIPTS].map((name) => `deploy/debian/${name}`)
  expect([...files, ...scripts].filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  expect(Object.values(COMPLETIONS).filter((shell) => !SHELLS.includes(shell))).toEqual([])
})

test('[INS-4] the settings that the Debian package installs are settings, also those in comments', async () => {
  const text = await read('deploy/debian/parlance.toml')
  const folder = mkdtempSync(join(tmpdir(), 'parlance-toml-'))
  const before = process.cwd()
  try {
    writeFileSync(join(folder, 'parlance.toml'), text.replaceAll(/^#(?=\w+ = )/gm, ''))
    process.chdir(folder)
    const warnings: string[] = []
    const config = readConfig([], {}, (line) => warnings.push(line))
    expect(warnings).toEqual([])
    expect(config).toMatchObject({ data: '/var/lib/parlance', host: '127.0.0.1', port: 8000 })
    expect(config.databaseUrl).toStartWith('postgres://')
  } finally {
    process.chdir(before)
    rmSync(folder, { recursive: true })
  }
})

test('[INS-4] the unit runs the server as the user that the package creates, on the folder of its settings', async () => {
  const unit = await read(UNIT)
  const [, user] = /^User=(.*)$/m.exec(unit) ?? []
  expect(await read('deploy/debian/sysusers.conf')).toStartWith(`u ${user} `)
  expect(unit).toContain('\nStateDirectory=parlance\n')
  expect(unit).toContain('\nWorkingDirectory=/var/lib/parlance\n')
  expect(unit).toContain('\nExecStart=/usr/bin/parlance serve\n')
  // The JavaScript engine writes machine code: with this setting the server does not start.
  expect(unit).not.toMatch(/^MemoryDenyWriteExecute=/m)
})

test.skipIf(Bun.which('systemd-analyze') === null && process.env['REQUIRE_SERVICES'] !== '1')(
  '[INS-4] systemd rates the exposure of the unit at most 1.5',
  () => {
    const rate = (path: string) => {
      const command = ['systemd-analyze', 'security', '--offline=yes', path]
      const { stdout } = Bun.spawnSync(command, { env: process.env })
      return Number(/exposure level for \S+ ([\d.]+)/.exec(stdout.toString())?.[1])
    }
    const folder = mkdtempSync(join(tmpdir(), 'parlance-unit-'))
    try {
      const bare = join(folder, 'bare.service')
      writeFileSync(bare, '[Service]\nExecStart=/usr/bin/parlance serve\n')
      expect(rate(bare)).toBeGreaterThan(MOST_EXPOSED)
      expect(rate(join(ROOT, UNIT))).toBeLessThanOrEqual(MOST_EXPOSED)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

test('[INS-9] in a bundle a passkey can be added: its package is loaded when it is first used', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-bundle-'))
  try {
    const program = BUNDLE ?? (await bundleServer(folder))
    const settings = { PARLANCE_ACCOUNTS: 'open', PARLANCE_URL: 'http://localhost:8000' }
    await using server = await ownProcess(settings, [], program)
    await server.start()
    const account = { handle: 'ana', name: 'Ana', password: 'a long password of Ana' }
    const { accessToken } = await new Client(server.url, '', '').ask('POST', '/accounts', account)
    const ana = new Client(server.url, accessToken, '')
    const { options } = await ana.ask('POST', '/account/passkeys/options', {})
    expect(options.rp.id).toBe('localhost')
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 60_000)
