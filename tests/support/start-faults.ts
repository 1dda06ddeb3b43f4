import { Database } from 'bun:sqlite'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Start } from './start.ts'

const NOBODY = 65_534
const IS_ROOT = process.getuid?.() === 0
/** Root may do everything: then somebody else starts it. */
const AS_NOBODY = IS_ROOT
  ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  : []
/** A file system of its own, as only root may make one, which is gone with the process. */
export const mounted = (how: string) => [
  'unshare',
  '--mount',
  'sh',
  '-c',
  `mount -t tmpfs -o ${how} tmpfs data && exec "$@"`,
  'sh',
]

export type StartFault = Start & {
  readonly says: RegExp
  /** Only where the machine lets us make it. */
  readonly isPossible?: boolean
}

/** What a start may find, and what it says then. `used` is what a server left that ran and was stopped. */
export function startFaults(used: string, canMount: boolean): Readonly<Record<string, StartFault>> {
  const afterUse = (harm: (data: string) => unknown) => (_: string, data: string) => {
    cpSync(used, data, { recursive: true })
    harm(data)
  }

  /** Nobody's, but for one file, which is root's; where we are somebody, it is ours and closed. */
  const closed = (path: string, mode: number) =>
    afterUse((data) => {
      for (const name of ['', ...readdirSync(data)])
        if (IS_ROOT) chownSync(join(data, name), NOBODY, NOBODY)
      if (IS_ROOT) chownSync(join(data, path), 0, 0)
      chmodSync(join(data, path), mode)
    })

  return {
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
      isPossible: canMount,
      says: /^PARLANCE_DATA: data\/below is on a disk that is mounted read-only/,
    },
    'an empty folder on a disk that is read-only': {
      before: mounted('ro'),
      isPossible: canMount,
      says: /^PARLANCE_DATA: data\/parlance\.sqlite cannot be opened: .*read-only/,
    },
    'a disk that is full': {
      before: mounted('size=4k'),
      isPossible: canMount,
      says: /^PARLANCE_DATA: .*the disk is full/,
    },
    'a disk that is full after some steps': {
      before: mounted('size=200k'),
      isPossible: canMount,
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
}

const inData = (path: string, text: string) => (_: string, data: string) =>
  writeFileSync(join(data, path), text)
export const toml = (text: string) => (folder: string) =>
  writeFileSync(join(folder, 'parlance.toml'), text)
const env = (name: string, value: string) => ({ [`PARLANCE_${name}`]: value })
