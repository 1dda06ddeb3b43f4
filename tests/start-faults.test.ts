import { afterAll, beforeAll, expect, test } from 'bun:test'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { version } from '../package.json'
import { type Start, startOnce } from './support/start.ts'
import { mounted, startFaults, toml } from './support/start-faults.ts'

const scratches: string[] = []
const CAN_MOUNT = Bun.spawnSync([...mounted('size=4k'), 'true'], { cwd: scratch('data') }).success

/** What a server leaves that ran and was stopped. */
const used = scratch()
beforeAll(async () => {
  expect((await startOnce({ env: { PARLANCE_DATA: used } })).code).toBe(0)
}, 60_000)

const taken = createServer().listen(0, '127.0.0.1')
const takenPort = (): string => {
  const address = taken.address()
  return typeof address === 'object' && address ? `${address.port}` : ''
}

for (const [name, { says, isPossible = true, ...start }] of Object.entries(
  startFaults(used, CAN_MOUNT),
))
  test.concurrent.skipIf(!isPossible)(
    `[LIV-9] ${name}: one line that names the setting, and exit code 2`,
    async () => {
      const { code, stderr } = await startOnce({
        ...start,
        env: { PARLANCE_DATA: 'data', ...start.env },
      })
      expect(stderr).toMatch(says)
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(code).toBe(2)
    },
    60_000,
  )

test('[LIV-9] a port in use is named, on both ports', async () => {
  for (const setting of ['PARLANCE_PORT', 'PARLANCE_MANAGEMENT_PORT']) {
    const { code, stderr } = await startOnce({ env: { [setting]: takenPort() } })
    expect(stderr.trim()).toBe(
      `${setting}: port ${takenPort()} is in use: stop the process that uses it, or set another port`,
    )
    expect(code).toBe(2)
  }
}, 60_000)

test('[LIV-9] what nobody foresaw is one line, too, and whole with PARLANCE_LOG_LEVEL=debug', async () => {
  // Nobody would, so that it stands for the rest: a name that no file may have.
  const env = { PARLANCE_DATA: `data/${'x'.repeat(300)}` }
  const { code, stderr } = await startOnce({ env })
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stderr).toMatch(/^Parlance cannot start: ENAMETOOLONG.*PARLANCE_LOG_LEVEL=debug/)
  expect(code).toBe(2)
  const whole = await startOnce({ env: { ...env, PARLANCE_LOG_LEVEL: 'debug' } })
  expect(whole.stderr).toContain('    at ')
}, 60_000)

/** The warnings of a start that was well. */
async function warnings(start: Start): Promise<string[]> {
  const { code, stderr } = await startOnce(start)
  const lines = stderr.trim().split('\n')
  expect(code).toBe(0)
  return lines
    .map((line) => JSON.parse(line))
    .filter(({ level }) => level === 40)
    .map(({ msg }) => msg)
}

test('[LIV-10] what Kubernetes sets for a service named parlance is passed over', async () => {
  const service = {
    PARLANCE_SERVICE_HOST: '10.0.0.7',
    PARLANCE_SERVICE_PORT: '8000',
    PARLANCE_SERVICE_PORT_HTTP: '8000',
    PARLANCE_PORT: 'tcp://10.0.0.7:8000',
    PARLANCE_PORT_8000_TCP: 'tcp://10.0.0.7:8000',
    PARLANCE_PORT_8000_TCP_PROTO: 'tcp',
    PARLANCE_PORT_8000_TCP_PORT: '8000',
    PARLANCE_PORT_8000_TCP_ADDR: '10.0.0.7',
    PARLANCE_MANAGEMENT_SERVICE_HOST: '10.0.0.8',
    PARLANCE_MANAGEMENT_PORT: 'tcp://10.0.0.8:7999',
    PARLANCE_MANAGEMENT_PORT_7999_TCP: 'tcp://10.0.0.8:7999',
    PARLANCE_POSTGRES_PORT: 'tcp://10.0.0.9:5432',
    PARLANCE_POSTGRES_SERVICE_PORT_PSQL: '5432',
  }
  const prepare = toml('port = 0\nmanagement_port = 0')
  expect(await warnings({ env: service, prepare })).toEqual([
    'PARLANCE_PORT is ignored: Kubernetes set it to tcp://10.0.0.7:8000 for a service of this name',
    'PARLANCE_MANAGEMENT_PORT is ignored: Kubernetes set it to tcp://10.0.0.8:7999 for a service of this name',
  ])
}, 60_000)

test('[LIV-15] all files are their owner’s alone; a folder or secrets that others can read are warned about', async () => {
  for (const name of readdirSync(used))
    expect([name, statSync(join(used, name)).mode & 0o777]).toEqual([name, 0o600])
  const prepare = (folder: string, data: string) => {
    toml('')(folder)
    cpSync(used, data, { recursive: true })
    chmodSync(data, 0o755)
    chmodSync(join(data, 'secrets.json'), 0o644)
  }
  const env = { PARLANCE_DATA: 'data' }
  expect(await warnings({ env, prepare })).toEqual([
    'PARLANCE_DATA: other users of this machine can read data: run chmod 700 data',
    'PARLANCE_DATA: other users of this machine can read data/secrets.json: run chmod 600 data/secrets.json',
  ])
}, 60_000)

test('[LIV-11] a variable or key that is no setting is warned about, with the nearest that is', async () => {
  const prepare = toml('ports = 9000\nquick-rooms = true\ncolour = "red"\nguests = true')
  expect(
    await warnings({ env: { PARLANCE_PROT: '9000', PARLANCE_COLOUR: 'red' }, prepare }),
  ).toEqual([
    'PARLANCE_PROT: there is no such setting: did you mean PARLANCE_PORT? (--help lists all settings)',
    'PARLANCE_COLOUR: there is no such setting (--help lists all settings)',
    'parlance.toml: ports: there is no such setting: did you mean port? (--help lists all settings)',
    'parlance.toml: quick-rooms: there is no such setting: did you mean quick_rooms? (--help lists all settings)',
    'parlance.toml: colour: there is no such setting (--help lists all settings)',
  ])
}, 60_000)

test('[LIV-11] a flag that is none is refused, with the nearest that is', async () => {
  const flags: [string[], string][] = [
    [['--prot', '9000'], '--prot: there is no such setting: did you mean --port?'],
    [
      ['--quick_rooms=true'],
      '--quick_rooms: there is no such setting: did you mean --quick-rooms?',
    ],
    [['-p', '9000'], '-p: there is no such setting (--help lists all settings)'],
    [['9000'], '9000: this is not a flag'],
    [['--port'], '--port: give a value'],
  ]
  for (const [args, says] of flags) {
    const { code, stderr } = await startOnce({ args })
    expect(stderr).toStartWith(says)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  }
}, 60_000)

test('[LIV-12] origins are taken as browsers write them, and what is none is refused', async () => {
  const refused: [string, string][] = [
    ['*', '* is not allowed, because pages can send cookies'],
    ['null', 'null is not allowed'],
    ['example.com', 'example.com is not an origin'],
    ['example.com', 'did you mean https://example.com?'],
    ['https://example.com/app', 'did you mean https://example.com?'],
    ['https://*.example.com', 'https://*.example.com is not an origin'],
    ['https://a:b@example.com', 'is not an origin'],
    ['https://example.com:99999', 'is not an origin'],
    ['wss://example.com', 'is not an origin'],
    ['https://', 'is not an origin'],
    ['https://good.example, bad.example', 'bad.example is not an origin'],
  ]
  for (const [origins, says] of refused) {
    const { code, stderr } = await startOnce({ env: { PARLANCE_ORIGINS: origins } })
    expect(stderr).toStartWith('PARLANCE_ORIGINS: ')
    expect(stderr).toContain(says)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  }
}, 120_000)

test('[LIV-13] --help lists every setting, --version says it; nothing is started', async () => {
  const help = await startOnce({ args: ['--help'] })
  expect([help.code, help.stderr]).toEqual([0, ''])
  expect(help.stdout).toMatch(/--port +PARLANCE_PORT +8000 +the client port, for people and apps/)
  const readme = await Bun.file(join(import.meta.dir, '../README.md')).text()
  for (const [, name = ''] of readme.matchAll(/^\| `(PARLANCE_\w+)`/gm))
    expect(help.stdout).toContain(` ${name} `)
  const told = await startOnce({ args: ['--port', 'nonsense', '--version'] })
  expect([told.code, told.stdout, told.stderr]).toEqual([0, `${version}\n`, ''])
}, 60_000)

function scratch(below = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-'))
  scratches.push(folder)
  mkdirSync(join(folder, below), { recursive: true })
  return folder
}
afterAll(() => {
  taken.close()
  for (const folder of scratches) rmSync(folder, { recursive: true, force: true })
})
