import { type Kysely, sql } from 'kysely'
import { Schema, type SchemaDialect } from '../tables/schema.ts'
import { first } from './0001-first.ts'
import { conversation } from './0002-conversation.ts'
import { search } from './0003-search.ts'
import { management } from './0004-management.ts'
import { searchInRooms } from './0005-search-in-rooms.ts'
import { searchByRoom } from './0006-search-by-room.ts'
import { oneSchema } from './0007-one-schema.ts'
import { searchWords } from './0008-search-words.ts'
import { byMessage } from './0009-by-message.ts'
import { QUIET, type StartUp } from './start-up.ts'

type Migration = (schema: Schema) => Promise<void>

/** In order. The name says which version brought it: an older program can then say what it needs. */
const MIGRATIONS: ReadonlyMap<string, Migration> = new Map([
  ['0001-first@0.1.0', first],
  ['0002-conversation@0.1.0', conversation],
  ['0003-search@0.1.0', search],
  ['0004-management@0.1.0', management],
  ['0005-search-in-rooms@0.1.0', searchInRooms],
  ['0006-search-by-room@0.1.0', searchByRoom],
  ['0007-one-schema@0.1.0', oneSchema],
  ['0008-search-words@0.1.0', searchWords],
  ['0009-by-message@0.1.0', byMessage],
])

/** A database as its migrations see it. */
export interface Target {
  readonly db: Kysely<unknown>
  readonly dialect: SchemaDialect
  /** Whether a transaction holds changes of the schema, too. */
  readonly isAtomic: boolean
  /** Takes the lock for as long as the connection lives. Answers false where another node holds it. */
  lock(connection: Kysely<unknown>): Promise<boolean>
  /** Whether a statement failed only because another connection holds a table. */
  isBusy(error: unknown): boolean
  /** Called before a database with data in it is changed. */
  beforeUpgrade?(to: string, count: number): void
}

/** The database was made by a newer Parlance than this one. */
export class NewerSchema extends Error {}

const RETRY_MS = 200

/** Brings the tables up to date. Many nodes may start at once, and each may be killed at any moment. */
export async function migrate(target: Target, starting: StartUp): Promise<void> {
  await target.db.connection().execute(async (connection) => {
    await lock(target, connection, starting)
    const recorded = await recordedIn(connection, target.dialect)
    refuseNewer(recorded)
    const pending = [...MIGRATIONS].filter(([name]) => !recorded.some(isSame(name)))
    const [last] = pending.at(-1) ?? []
    if (last === undefined) return
    // Nobody waits for an empty database, so its migrations are not worth a line.
    const log = recorded.length > 0 ? starting.log : QUIET.log
    if (recorded.length > 0)
      await starting.step(async () => target.beforeUpgrade?.(nameOf(last), recorded.length))
    for (const [name, migration] of pending) {
      const begun = performance.now()
      const attempt = () => isDone(target, connection, name, migration)
      const firstAttempt = () => {
        log.info({ migration: name }, 'migration starts')
        return attempt()
      }
      if (!(await starting.step(firstAttempt))) {
        starting.log.info({ migration: name }, 'another connection holds a table: waiting for it')
        do await Bun.sleep(RETRY_MS)
        while (!(await starting.step(attempt)))
      }
      log.info({ migration: name, ms: Math.round(performance.now() - begun) }, 'migration is done')
    }
  })
}

async function lock(target: Target, connection: Kysely<unknown>, { log }: StartUp): Promise<void> {
  if (await target.lock(connection)) return
  log.info({}, 'another node migrates the database: waiting for it')
  do await Bun.sleep(RETRY_MS)
  while (!(await target.lock(connection)))
}

/** A migration and its record: one transaction where that is possible, and repeatable elsewhere. */
async function isDone(
  { dialect, isAtomic, isBusy }: Target,
  connection: Kysely<unknown>,
  name: string,
  migration: Migration,
): Promise<boolean> {
  const work = async (db: Kysely<unknown>) => {
    await migration(await Schema.read(db, dialect))
    await sql`insert into kysely_migration (name, timestamp) values (${name}, current_timestamp)`.execute(
      db,
    )
  }
  try {
    await (isAtomic ? connection.transaction().execute(work) : work(connection))
    return true
  } catch (error) {
    if (!isBusy(error)) throw error
    return false
  }
}

/** Kysely's own table: its runner kept it first. */
async function recordedIn(db: Kysely<unknown>, dialect: SchemaDialect): Promise<string[]> {
  const schema = await Schema.read(db, dialect)
  if (!schema.hasTable('kysely_migration'))
    await db.schema
      .createTable('kysely_migration')
      .addColumn('name', 'varchar(255)', (c) => c.notNull().primaryKey())
      .addColumn('timestamp', 'varchar(255)', (c) => c.notNull())
      .execute()
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  return rows.map(({ name }) => name)
}

function refuseNewer(recorded: readonly string[]): void {
  const unknown = recorded.toSorted().findLast((name) => ![...MIGRATIONS.keys()].some(isSame(name)))
  if (unknown === undefined) return
  const [, needed = '(a newer version)'] = unknown.split('@')
  throw new NewerSchema(`the database needs Parlance ${needed} or later`)
}

/** The very first record had no version. */
const isSame = (name: string) => (other: string) => nameOf(name) === nameOf(other)
const nameOf = (name: string): string => name.split('@')[0] ?? ''
