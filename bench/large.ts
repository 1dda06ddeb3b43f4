import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { Client } from 'pg'
import type { UserId } from '../protocol/ids.ts'
import { openDatabase } from '../server/store/engine/open.ts'
import { Random } from '../tests/history/random.ts'
import { progress } from '../tests/replay/progress.ts'
import { freshDatabase } from '../tests/support/database.ts'
import { NO_QUOTAS } from '../tests/support/no-quotas.ts'
import { SECRET, token } from '../tests/support/parlance.ts'
import { freePort } from '../tests/support/process.ts'
import { withServices } from '../tests/support/services.ts'
import { waitFor } from '../tests/support/wait.ts'
import { bars } from './bars.ts'
import { keep as endWithUs, removeFolder, temporaryFolder } from './children.ts'
import { fill, MESSAGES_PER_ROOM, roomsOf, sentence, userOf, word } from './large-fill.ts'
import { median } from './measure.ts'
import { putIntoReadme } from './readme.ts'

// node bin/bun.mjs run bench/large.ts [--database sqlite] [--rooms 10000] [--calls 1000] [--search] [--write] [--keep FOLDER]
// What a call costs on a large database, next to the same call on a small one. Both are made here, both
// servers run at once, and the calls alternate, so that whatever else the machine does meets both.
// `--search`: on a server, too; to index it all there takes longer than the rest together.
// `--keep`: the large database, if SQLite's, stays in that folder, and is taken up the next time.

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'sqlite' },
    rooms: { type: 'string', default: '10000' },
    calls: { type: 'string', default: '1000' },
    'warm-up': { type: 'string', default: '3000' },
    keep: { type: 'string' },
    search: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const SMALL_ROOMS = 10
const isSqlite = values.database === 'sqlite'
const searches = isSqlite || values.search
const SIDES = ['small', 'large'] as const

type Made = { readonly rooms: number; readonly url: string; readonly stop: () => Promise<void> }
type Call = (who: { readonly rooms: readonly string[] }) => Request
type Calls = Readonly<Record<string, Call>>
type Row = { readonly name: string; readonly small: number; readonly large: number }
type Request = { readonly method: string; readonly path: string; readonly body?: object }

const pick = (rooms: readonly string[]) => `/rooms/${random.pick(rooms)}`
const CALLS = {
  'my rooms, with unread': () => ({ method: 'GET', path: '/rooms' }),
  'the latest page': ({ rooms }) => ({
    method: 'GET',
    path: `${pick(rooms)}/messages`,
  }),
  'history anywhere': ({ rooms }) => ({
    method: 'GET',
    path: `${pick(rooms)}/messages?around=${random.between(1, MESSAGES_PER_ROOM)}`,
  }),
  'unread from here': ({ rooms }) => ({
    method: 'PUT',
    path: `${pick(rooms)}/unread`,
    body: { seq: random.between(MESSAGES_PER_ROOM - 50, MESSAGES_PER_ROOM) },
  }),
  search: () => ({ method: 'GET', path: `/search?q=${word(random)}` }),
  send: ({ rooms }) => ({
    method: 'POST',
    path: `${pick(rooms)}/messages`,
    body: { text: sentence(random) },
  }),
} satisfies Calls
const ME: Call = () => ({ method: 'GET', path: '/me' })
const random = new Random(7)
const tokens = new Map<string, Promise<string>>()

await withServices(compare)
process.exit(0)

async function compare(): Promise<void> {
  const keep = isSqlite ? values.keep : undefined
  const [small, large] = [await make(SMALL_ROOMS), await make(Number(values.rooms), keep)]
  const rows = await measure(small, large)
  for (const made of [small, large]) await made.stop()
  const table = [
    `| on ${values.database}, ms | ${count(small)} messages | ${count(large)} messages | ratio |`,
    '| --- | --: | --: | --: |',
    ...rows.map(
      (row) =>
        `| ${row.name} | ${row.small.toFixed(2)} | ${row.large.toFixed(2)} | ${(row.large / row.small).toFixed(2)} |`,
    ),
  ].join('\n')
  console.log(table)
  if (!values.write) return
  await putIntoReadme(`large ${values.database}`, table)
  const title = `${count(large)} messages against ${count(small)}, on ${values.database}: how much longer a call takes`
  const of = rows.map((row) => ({ name: row.name, value: row.large / row.small }))
  await Bun.write(join(import.meta.dir, `large-${values.database}.svg`), bars(title, of))
}

function count({ rooms }: Made): string {
  return (rooms * MESSAGES_PER_ROOM).toLocaleString('en')
}

/** A database with so many rooms, and a server on it. */
async function make(rooms: number, keep?: string): Promise<Made> {
  const data = keep ?? temporaryFolder()
  const fresh = await freshDatabase(undefined, values.database)
  const isFilled = join(data, 'filled')
  if (!existsSync(isFilled)) {
    mkdirSync(data, { recursive: true })
    const database = await openDatabase({ databaseUrl: fresh.url, data })
    await fill(database, rooms, searches)
    await database.close()
    if (values.database === 'postgres') await lookThrough(fresh.url)
    if (values.database === 'mariadb') await writeOut(fresh.url)
    writeFileSync(isFilled, '')
  }
  const port = await freePort()
  const spawned = Bun.spawn([process.execPath, join(import.meta.dir, '../server/main.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'] ?? '',
      PARLANCE_HOST: '127.0.0.1',
      PARLANCE_PORT: `${port}`,
      PARLANCE_MANAGEMENT_PORT: 'off',
      PARLANCE_DATA: data,
      PARLANCE_DATABASE_URL: fresh.url,
      PARLANCE_JWT_SECRET: SECRET,
      PARLANCE_COMMANDS_PER_SECOND: '100000',
      ...NO_QUOTAS,
      PARLANCE_REQUESTS: 'off',
      PARLANCE_CONNECTIONS_PER_ADDRESS: '100000',
      PARLANCE_CONNECTIONS_PER_USER: '100000',
      PARLANCE_LOG_LEVEL: 'error',
    },
  })
  const child = endWithUs(spawned)
  const url = `http://127.0.0.1:${port}/api/v1`
  await waitFor(() => fetch(url.replace('/api/v1', '/healthz')).then(Boolean, () => false), 60)
  const stop = async () => {
    child.kill()
    await child.exited
    await fresh.drop()
    if (keep === undefined) removeFolder(data)
  }
  return { rooms, url, stop }
}

/** As autovacuum would within a few minutes: until then PostgreSQL plans for tables of any size. */
async function lookThrough(url: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  await client.query('vacuum analyze')
  await client.end()
}

/** What it was filled with is on disk, as it would be in time: until then every send waits for that, too. */
async function writeOut(url: string): Promise<void> {
  const connection = await createConnection(url.replace('mariadb:', 'mysql:'))
  await connection.query('set global innodb_max_dirty_pages_pct = 0')
  const dirty = "show global status like 'Innodb_buffer_pool_pages_dirty'"
  await waitFor(async () => {
    const [rows] = await connection.query<RowDataPacket[]>(dirty)
    return Number(rows[0]?.['Value']) < 100
  }, 600)
  await connection.query('set global innodb_max_dirty_pages_pct = default')
  await connection.end()
}

/**
 * The median of each call on both, in ms. Search comes by itself, as it is rarer than the others and
 * reads more than all of them; and sends come last: what is sent is more to count, and ten rooms would
 * fill with it, ten thousand not.
 */
async function measure(small: Made, large: Made): Promise<Row[]> {
  const { send, search, ...others } = CALLS
  // A token is checked once, and then remembered: not a cost of many messages, but of many users.
  for (const made of [small, large]) for (let n = 0; n < made.rooms; n++) await time(made, ME, n)
  return [
    ...(await alternate('calls', others, small, large)),
    ...(searches ? await alternate('search', { search }, small, large) : []),
    ...(await alternate('sends', { send }, small, large)),
  ]
}

/**
 * A round is one call of each kind on each side: no server does nothing but list rooms, and a kind
 * finds in the caches what the others left there. By the end of the warm-up nearly every room was seen.
 */
async function alternate(what: string, calls: Calls, small: Made, large: Made): Promise<Row[]> {
  const bar = progress(what)
  const warmUp = Number(values['warm-up'])
  const rounds = warmUp + Number(values.calls)
  const all = Object.entries(calls).map(([name, call]) => {
    return { name, call, small: [] as number[], large: [] as number[] }
  })
  for (let n = 0; n < rounds; n++) {
    for (const each of all) {
      // Who comes second finds the disk and the processor as the first left them: they take turns.
      for (const side of n % 2 === 0 ? SIDES : SIDES.toReversed()) {
        const made = { small, large }[side]
        const ms = await time(made, each.call, random.between(0, made.rooms - 1))
        if (n >= warmUp) each[side].push(ms)
      }
    }
    bar.show(n, rounds, '')
  }
  bar.end()
  return all.map(({ name, small, large }) => {
    return { name, small: median(small), large: median(large) }
  })
}

async function time({ rooms, url }: Made, call: Call, n: number): Promise<number> {
  const theirs = roomsOf(n, rooms)
  const { method, path, body } = call({ rooms: theirs })
  const word = await tokenOf(userOf(n))
  const begun = performance.now()
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${word}` },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`)
  return performance.now() - begun
}

function tokenOf(user: UserId): Promise<string> {
  const made = tokens.get(user) ?? token({ sub: user, name: user })
  tokens.set(user, made)
  return made
}
