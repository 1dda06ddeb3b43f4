import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { version } from '../package.json'
import { type Start, startOnce } from './support/start.ts'

const scratches: string[] = []
const NOBODY = 65_534
const IS_ROOT = process.getuid?.() === 0
/** Root may do everything: then somebody else starts it. */
const AS_NOBODY = IS_ROOT
  ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  : []
/** A file system of its own, as only root may make one, which is gone with the process. */
const mounted = (how: string) => [
  'unshare',
  '--mount',
  'sh',
  '-c',
  `mount -t tmpfs -o ${how} tmpfs data && exec "$@"`,
  'sh',
]
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

type Fault = Start & {
  readonly says: RegExp
  /** Only where the machine lets us make it. */
  readonly isPossible?: boolean
}
const inData = (path: string, text: string) => (_: string, data: string) =>
  writeFileSync(join(data, path), text)
const afterUse = (harm: (data: string) => unknown) => (_: string, data: string) => {
  cpSync(used, data, { recursive: true })
  harm(data)
}
const toml = (text: string) => (folder: string) =>
  writeFileSync(join(folder, 'parlance.toml'), text)
const env = (name: string, value: string) => ({ [`PARLANCE_${name}`]: value })

/** Nobody's, but for one file, which is root's; where we are somebody, it is ours and closed. */
const closed = (path: string, mode: number) =>
  afterUse((data) => {
    for (const name of ['', ...readdirSync(data)])
      if (IS_ROOT) chownSync(join(data, name), NOBODY, NOBODY)
    if (IS_ROOT) chownSync(join(data, path), 0, 0)
    chmodSync(join(data, path), mode)
  })

const FAULTS: Readonly<Record<string, Fault>> = {
  'an address that no interface has': {
    env: env('HOST', '192.0.2.1'),
    says: /^PARLANCE_HOST: 192\.0\.2\.1 is not an address of this machine/,
  },
  'a host that is not there': {
    env: env('HOST', 'no-such-host.invalid'),
    says: /^PARLANCE_HOST: there is no host no-such-host\.invalid/,
  },
  'an address that no interface has, for the management port': {
    env: env('MANAGEMENT_HOST', '192.0.2.1'),
    says: /^PARLANCE_MANAGEMENT_HOST: 192\.0\.2\.1 is not an address/,
  },
  'a host that is not there, for the management port': {
    env: env('MANAGEMENT_HOST', 'no such host'),
    says: /^PARLANCE_MANAGEMENT_HOST: there is no host no such host/,
  },
  'a port that only root may take': {
    env: env('PORT', '79'),
    before: AS_NOBODY,
    prepare: (_, data) => chmodSync(data, 0o777),
    says: /^PARLANCE_PORT: port 79 is for root only: set a port above 1023/,
  },
  'a management port that only root may take': {
    env: env('MANAGEMENT_PORT', '79'),
    before: AS_NOBODY,
    prepare: (_, data) => chmodSync(data, 0o777),
    says: /^PARLANCE_MANAGEMENT_PORT: port 79 is for root only/,
  },
  'a port that is no number': { args: ['--port', '80a'], says: /^--port: must be a number/ },
  'a port that is too high': {
    env: env('PORT', '65536'),
    says: /^PARLANCE_PORT: must be a number/,
  },
  'a port that is blank': { env: env('PORT', ' '), says: /^PARLANCE_PORT: must be a number/ },
  'a data folder that is a file': {
    env: env('DATA', 'parlance.toml'),
    prepare: toml(''),
    says: /^PARLANCE_DATA: \S*parlance\.toml is a file: set a folder/,
  },
  'a data folder below a file': {
    env: env('DATA', 'parlance.toml/data'),
    prepare: toml(''),
    says: /^PARLANCE_DATA: \S+ is below a file/,
  },
  'a data folder that cannot be made': {
    env: env('DATA', '/proc/parlance'),
    says: /^PARLANCE_DATA: \/proc\/parlance cannot be created/,
  },
  'a data folder in which one may not write': {
    before: AS_NOBODY,
    prepare: (_, data) => chmodSync(data, 0o555),
    says: /^PARLANCE_DATA: \S+ cannot be opened: check who owns the folder/,
  },
  'a data folder that one may not make': {
    env: env('DATA', 'data/below'),
    before: AS_NOBODY,
    prepare: (_, data) => chmodSync(data, 0o555),
    says: /^PARLANCE_DATA: data\/below may not be read or written: check its owner/,
  },
  'a disk that is read-only': {
    env: env('DATA', 'data/below'),
    before: mounted('ro'),
    isPossible: CAN_MOUNT,
    says: /^PARLANCE_DATA: data\/below is on a disk that is mounted read-only/,
  },
  'a disk that is full': {
    before: mounted('size=4k'),
    isPossible: CAN_MOUNT,
    says: /^PARLANCE_DATA: .*the disk is full/,
  },
  'a disk that is full after some steps': {
    before: mounted('size=200k'),
    isPossible: CAN_MOUNT,
    says: /^PARLANCE_DATA: .*the disk is full/,
  },
  'a database that is something else': {
    prepare: inData('parlance.sqlite', 'something else '.repeat(1000)),
    says: /^PARLANCE_DATA: data\/parlance\.sqlite is not a SQLite database: put back a backup/,
  },
  'a database that is cut off': {
    prepare: afterUse((data) => truncateSync(join(data, 'parlance.sqlite'), 20_000)),
    says: /^PARLANCE_DATA: data\/parlance\.sqlite is damaged: put back a backup/,
  },
  'a database that is a folder': {
    prepare: (_, data) => mkdirSync(join(data, 'parlance.sqlite')),
    says: /^PARLANCE_DATA: data\/parlance\.sqlite cannot be opened/,
  },
  'a database that may not be written': {
    before: AS_NOBODY,
    prepare: closed('parlance.sqlite', 0o444),
    says: /^PARLANCE_DATA: data\/parlance\.sqlite may not be written: check who owns it/,
  },
  'a database that may not be read': {
    before: AS_NOBODY,
    prepare: closed('parlance.sqlite', 0),
    says: /^PARLANCE_DATA: data\/parlance\.sqlite cannot be opened/,
  },
  'a database of a newer version': {
    prepare: afterUse((data) => {
      const database = new Database(join(data, 'parlance.sqlite'))
      database.run("insert into kysely_migration values ('9999-later@7.0.0', '2030-01-01')")
      database.close()
    }),
    says: /^PARLANCE_DATA: the database needs Parlance 7\.0\.0 or later: install that version/,
  },
  'secrets that are empty': {
    prepare: inData('secrets.json', ''),
    says: /^PARLANCE_DATA: data\/secrets\.json is damaged: restore a copy, or delete it/,
  },
  'secrets that are cut off': {
    prepare: inData('secrets.json', '{"jwtSecret": "0123'),
    says: /^PARLANCE_DATA: data\/secrets\.json is damaged/,
  },
  'secrets that are none': {
    prepare: inData('secrets.json', '{"jwtSecret": 5, "secret": "short", "apiKey": null}'),
    says: /^PARLANCE_DATA: data\/secrets\.json is damaged/,
  },
  'secrets that are a list': {
    prepare: inData('secrets.json', '[]'),
    says: /^PARLANCE_DATA: data\/secrets\.json is damaged/,
  },
  'secrets that are a folder': {
    prepare: (_, data) => mkdirSync(join(data, 'secrets.json')),
    says: /^PARLANCE_DATA: cannot read data\/secrets\.json/,
  },
  'secrets that may not be read': {
    before: AS_NOBODY,
    prepare: closed('secrets.json', 0),
    says: /^PARLANCE_DATA: cannot read data\/secrets\.json/,
  },
  'a parlance.toml that is not TOML': {
    prepare: toml('port = = 1'),
    says: /^parlance\.toml: is not TOML: /,
  },
  'a parlance.toml that is a folder': {
    prepare: (folder) => mkdirSync(join(folder, 'parlance.toml')),
    says: /^parlance\.toml: cannot be read: /,
  },
  'a parlance.toml that may not be read': {
    before: AS_NOBODY,
    prepare: (folder) => {
      toml('')(folder)
      chmodSync(join(folder, 'parlance.toml'), 0)
    },
    says: /^parlance\.toml: cannot be read: /,
  },
  'a table in parlance.toml': {
    prepare: toml('[port]\nnumber = 1'),
    says: /^parlance\.toml: port: must be a value, not a table/,
  },
  'a wrong value in parlance.toml': {
    prepare: toml('guests = "perhaps"'),
    says: /^parlance\.toml: guests: must be true or false/,
  },
  'operations that are not there': {
    env: env('GRAPHQL_OPERATIONS', 'nowhere'),
    says: /^PARLANCE_GRAPHQL_OPERATIONS: cannot read nowhere/,
  },
  'operations that are not JSON': {
    env: env('GRAPHQL_OPERATIONS', 'operations.json'),
    prepare: (folder) => writeFileSync(join(folder, 'operations.json'), '{'),
    says: /^PARLANCE_GRAPHQL_OPERATIONS: cannot read operations\.json/,
  },
  'a bus whose URL is none': {
    env: { ...env('REDIS_URL', 'localhost:6379'), ...env('DATABASE_URL', '') },
    says: /^PARLANCE_REDIS_URL: give a redis:\/\/ or rediss:\/\/ URL/,
  },
}

for (const [name, { says, isPossible = true, ...start }] of Object.entries(FAULTS))
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
