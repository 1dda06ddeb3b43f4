import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pkg from '../package.json'

// The table of docs/tested-with.md, against the programs of this machine.

const ROOT = join(import.meta.dir, '..')
const text = readFileSync(join(ROOT, 'docs/tested-with.md'), 'utf8')
const rows = new Map(
  [...text.matchAll(/^\| (\w[\w., ]+) \| ([\d., ]+) \| .*\|$/gm)].map(
    ([, name = '', version = '']) => [name, version],
  ),
)

/** What a program prints of itself, first of all a version. Undefined where it is missing. */
function versionOf(
  program: string | undefined | null,
  ...args: readonly string[]
): string | undefined {
  if (!program) return undefined
  const { stdout, stderr } = Bun.spawnSync([program, ...args], { env: process.env })
  return /(?:^|[ /v]|go)(\d+\.\d+(?:\.\d+)*)/m.exec(`${stdout}${stderr}`)?.[1]
}

const POSTGRES = '/usr/lib/postgresql'
const postgres = () => {
  try {
    return readdirSync(POSTGRES)
      .sort((a, b) => Number(a) - Number(b))
      .at(-1)
  } catch {
    return undefined
  }
}
const mariadb = () => {
  const program = Bun.which('mariadbd')
  const printed =
    program && Bun.spawnSync([program, '--version'], { env: process.env }).stdout.toString()
  return /([\d.]+)-MariaDB/.exec(printed || '')?.[1]
}
const sqlite = () => {
  using database = new Database(':memory:')
  return database.query<{ v: string }, []>('select sqlite_version() as v').get()?.v
}
const { env } = process

/** The programs of `npm test`. */
const HERE: Readonly<Record<string, () => string | undefined>> = {
  SQLite: sqlite,
  PostgreSQL: postgres,
  MariaDB: mariadb,
  Redis: () => versionOf(Bun.which('redis-server'), '--version'),
  PgBouncer: () => versionOf(env['PGBOUNCER'], '--version'),
  nginx: () => versionOf(env['NGINX'], '-v'),
  HAProxy: () => versionOf(env['HAPROXY'], '-v'),
  Caddy: () => versionOf(env['CADDY'], 'version'),
  Apache: () => versionOf(env['APACHE'], '-v'),
  Express: () => pkg.devDependencies.express,
}
/** Programs that renew themselves, or of which each machine has its own. */
const OR_LATER: Readonly<Record<string, () => string | undefined>> = {
  Chromium: () => versionOf(env['CHROMIUM'], '--version'),
  'Node.js': () => versionOf(Bun.which('node'), '--version'),
  Go: () => versionOf(Bun.which('go'), 'version'),
}

test('[DOC-8] the versions in the table are those of the programs with which this test runs', () => {
  for (const [name, version] of Object.entries(HERE)) {
    const here = version()
    if (here !== undefined)
      expect([name, `${here}.`.startsWith(`${rows.get(name)}.`)]).toEqual([name, true])
  }
  for (const [name, version] of Object.entries(OR_LATER)) {
    const here = version()
    if (here !== undefined)
      expect([name, Bun.semver.order(full(here), full(rows.get(name) ?? '')) >= 0]).toEqual([
        name,
        true,
      ])
  }
  // Every name of above stands in the table, and no program is missing altogether.
  expect(
    [...Object.keys(HERE), ...Object.keys(OR_LATER)].filter((name) => !rows.has(name)),
  ).toEqual([])
})

const full = (version: string): string => [...version.split('.'), '0', '0'].slice(0, 3).join('.')
