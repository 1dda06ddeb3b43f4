import { expect, test } from 'bun:test'
import { sql } from 'kysely'
import type { Database } from '../server/store/engine/database.ts'
import { openDatabase } from '../server/store/engine/open.ts'
import { LIFETIMES } from '../server/store/queries/lifetimes.ts'
import { raw } from '../server/store/tables/statement.ts'
import type { Tables } from '../server/store/tables/tables.ts'
import { DATABASE } from './support/database.ts'
import { FILLED, insertRow, messageOf, roomOf, userOf } from './support/filled-rows.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

type Table = keyof Tables
type Row = Readonly<Record<string, unknown>>
const TABLES = Object.keys(LIFETIMES) as Table[]
/** Those of migrations and of each database's search index. */
const OTHERS = /^(?:kysely_migration|search|words|sqlite_)/

/** The columns that identify a row. */
const KEYS: { readonly [T in Table]: readonly (keyof Tables[T])[] } = {
  settings: ['name'],
  tickets: ['ticket'],
  users: ['id'],
  rooms: ['id'],
  members: ['room', 'user'],
  messages: ['id'],
  logs: ['log'],
  events: ['log', 'seq'],
  versions: ['room', 'seq', 'version'],
  trash: ['room', 'seq'],
  reactions: ['room', 'seq'],
  pins: ['room', 'seq'],
  reads: ['room', 'user'],
  followers: ['thread', 'user'],
  mentions: ['user', 'message'],
  invitations: ['id'],
  join_requests: ['id'],
  requests: ['id'],
  consent: ['user'],
  presence: ['user'],
  api_keys: ['id'],
  usage: ['day', 'subject'],
  quotas: ['user'],
  jobs: ['id'],
  accounts: ['user'],
  sessions: ['id'],
  refresh_tokens: ['hash'],
  second_factors: ['user'],
  recovery_codes: ['hash'],
  passkeys: ['id'],
  challenges: ['hash'],
  links: ['id'],
  identities: ['id'],
  sign_in_attempts: ['login'],
  audit: ['seq'],
  sanctions: ['id'],
  blocks: ['user', 'blocked'],
  erasures: ['id'],
  legal_holds: ['id'],
  exports: ['id'],
  export_parts: ['export', 'number'],
  reports: ['id'],
  reporters: ['report', 'user'],
  report_messages: ['report', 'seq', 'version'],
  word_lists: ['id'],
  mail_counts: ['hour', 'subject'],
  imported: ['hash'],
}

/** The rows of the deleted object, and those of another one. */
type Rows = ReadonlyMap<Table, readonly (Row | undefined)[]>

test('[WAL-8] the table of lifetimes has every table of the database', async () => {
  await using server = await parlance()
  await server.stop()
  const names = await withDatabase(server, (database) =>
    database.read((session) => session.all(allTables, {})),
  )
  expect(
    names
      .map(({ name }) => name)
      .filter((name) => !OTHERS.test(name))
      .sort(),
  ).toEqual(TABLES.toSorted())
})

for (const [deleted, path] of [
  ['room', `/rooms/${roomOf(1)}`],
  ['message', `/rooms/${roomOf(1)}/messages/${messageOf(1)}`],
  ['user', `/users/${userOf(1)}`],
] as const)
  test(`[WAL-8] when a ${deleted} is deleted its rows go from every table as the table of lifetimes says`, async () => {
    const { before, after } = await aroundDeletion(path)
    const wrong: string[] = []
    for (const table of TABLES) {
      const [first, second] = before.get(table) ?? []
      const [now, other] = after.get(table) ?? []
      if (first === undefined || second === undefined) wrong.push(`${table}: not filled`)
      if (!isSame(other, second)) wrong.push(`${table}: another row changed`)
      if (typeof LIFETIMES[table][deleted] === 'string') continue
      if (isSame(now, first)) wrong.push(`${table}: nothing changed`)
      if (hasText(now)) wrong.push(`${table}: the text stays`)
    }
    expect(wrong).toEqual([])
  }, 60_000)

test('[WAL-8] when a user is deleted with all messages no text of theirs stays in any table', async () => {
  const { before, after } = await aroundDeletion(`/users/${userOf(1)}?messages=true`)
  const withText = (rows: Rows) => TABLES.filter((table) => hasText(rows.get(table)?.[0]))
  const ofOthers: Table[] = ['rooms', 'trash', 'word_lists']
  expect(withText(before)).toEqual(expect.arrayContaining(['users', 'messages', 'presence']))
  expect(withText(after)).toEqual(ofOthers)
}, 60_000)

/** The rows before and after the app deletes an object over its port. */
async function aroundDeletion(path: string) {
  await using server = await parlance()
  await server.stop()
  const before = await withDatabase(server, async (database) => {
    await fill(database)
    return rowsOf(database)
  })
  await using again = await parlance(server.place)
  const app = again.backend()
  await app.ask('DELETE', path)
  // What is left of a room or a user, and the file of an export, is erased by a job.
  for (const kind of ['rooms.erase', 'users.erase', 'exports.deleteFiles'])
    await waitFor(async () => (await app.ask('GET', `/jobs?kind=${kind}`)).jobs.length === 0)
  await again.stop()
  return { before, after: await withDatabase(server, rowsOf) }
}

async function withDatabase<T>(
  { place }: Parlance,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { PARLANCE_DATA: data, PARLANCE_DATABASE_URL: databaseUrl } = place
  const database = await openDatabase({ databaseUrl, data })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

const LIVING = { deleted_at: null, system: null, thread: null }

async function fill(database: Database): Promise<void> {
  await database.write(async (session) => {
    for (const table of TABLES)
      for (const n of [1, 2]) {
        const row = FILLED[table](n)
        await insertRow(session, table, table === 'messages' ? { ...row, ...LIVING } : row)
      }
  })
}

async function rowsOf(database: Database): Promise<Rows> {
  return database.read(async (session) => {
    const rows = new Map<Table, (Row | undefined)[]>()
    for (const table of TABLES) {
      const all = await session.all(rowsIn(table), {})
      const keys = KEYS[table] as readonly string[]
      const rowOf = (filled: Row) =>
        all.find((row) => keys.every((key) => row[key] === filled[key]))
      rows.set(
        table,
        [1, 2].map((n) => rowOf(FILLED[table](n))),
      )
    }
    return rows
  })
}

const rowsIn = (table: Table) => raw<object, Row>(() => sql`select * from ${sql.table(table)}`)

const allTables = raw<object, { name: string }>(() => {
  if (DATABASE === 'sqlite') return sql`select name from sqlite_master where type = 'table'`
  const schema = DATABASE === 'postgres' ? sql`current_schema()` : sql`database()`
  return sql`select table_name as name from information_schema.tables where table_schema = ${schema}`
})

const isSame = (a: Row | undefined, b: Row | undefined): boolean => Bun.deepEquals(a, b)
const hasText = (row: Row | undefined): boolean => JSON.stringify(row ?? {}).includes('secret')
