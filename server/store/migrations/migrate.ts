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
import { unread } from './0010-unread.ts'
import { profiles } from './0011-profiles.ts'
import { jobs } from './0012-jobs.ts'
import { accounts } from './0013-accounts.ts'
import { serverRoles } from './0014-server-roles.ts'
import { requests } from './0015-requests.ts'
import { joinRequests } from './0016-join-requests.ts'
import { quotas } from './0017-quotas.ts'
import { identities } from './0018-identities.ts'
import { secondFactors } from './0019-second-factors.ts'
import { mail } from './0020-mail.ts'
import { sanctions } from './0021-sanctions.ts'
import { hidden } from './0022-hidden.ts'
import { content } from './0023-content.ts'
import { reports } from './0024-reports.ts'
import { retention } from './0025-retention.ts'
import { rights } from './0026-rights.ts'
import { blocks } from './0027-blocks.ts'
import { blockedBy } from './0028-blocked-by.ts'
import { exports } from './0029-exports.ts'
import { imports } from './0033-imports.ts'
import { QUIET, type StartUp } from './start-up.ts'

type Migration = (schema: Schema) => Promise<void>

/** In order. The name contains the version that added the migration, which an older program can then report. */
export const MIGRATIONS: ReadonlyMap<string, Migration> = new Map([
  ['0001-first@0.1.0', first],
  ['0002-conversation@0.1.0', conversation],
  ['0003-search@0.1.0', search],
  ['0004-management@0.1.0', management],
  ['0005-search-in-rooms@0.1.0', searchInRooms],
  ['0006-search-by-room@0.1.0', searchByRoom],
  ['0007-one-schema@0.1.0', oneSchema],
  ['0008-search-words@0.1.0', searchWords],
  ['0009-by-message@0.1.0', byMessage],
  ['0010-unread@0.1.0', unread],
  ['0011-profiles@0.1.0', profiles],
  ['0012-jobs@0.1.0', jobs],
  ['0013-accounts@0.1.0', accounts],
  ['0014-server-roles@0.1.0', serverRoles],
  ['0015-requests@0.1.0', requests],
  ['0016-join-requests@0.1.0', joinRequests],
  ['0017-quotas@0.1.0', quotas],
  ['0018-identities@0.1.0', identities],
  ['0019-second-factors@0.1.0', secondFactors],
  ['0020-mail@0.1.0', mail],
  ['0021-sanctions@0.1.0', sanctions],
  ['0022-hidden@0.1.0', hidden],
  ['0023-content@0.1.0', content],
  ['0024-reports@0.1.0', reports],
  ['0025-retention@0.1.0', retention],
  ['0026-rights@0.1.0', rights],
  ['0027-blocks@0.1.0', blocks],
  ['0028-blocked-by@0.1.0', blockedBy],
  ['0029-exports@0.1.0', exports],
  ['0033-imports@0.1.0', imports],
])

/** A database, for its migrations. */
export interface Target {
  readonly db: Kysely<unknown>
  readonly dialect: SchemaDialect
  /** Whether a transaction covers changes of the schema. */
  readonly isAtomic: boolean
  /** Takes the lock until the connection ends. Returns false if another node holds it. */
  lock(connection: Kysely<unknown>): Promise<boolean>
  /** Whether a statement failed only because another connection has locked a table. */
  isBusy(error: unknown): boolean
  /** Called before the migrations of a database that contains data. */
  beforeUpgrade?(to: string, count: number): void
}

/** A newer version of Parlance has migrated the database. */
export class NewerSchema extends Error {}

const RETRY_MS = 200

/** Runs the missing migrations. Many nodes may start at once, and each may be killed at any moment. */
export async function migrate(target: Target, starting: StartUp): Promise<void> {
  await target.db.connection().execute((connection) => migrateOn(connection, target, starting))
}

/** The same on one connection, which keeps the lock until it ends. `names`: only these, if they are given. */
export async function migrateOn(
  connection: Kysely<unknown>,
  target: Target,
  starting: StartUp,
  names?: readonly string[],
): Promise<void> {
  await lock(target, connection, starting)
  await createRecord(connection, target.dialect)
  const { recorded, pending } = await migrationsOf(connection, target.dialect)
  const wanted = pending.filter((name) => names === undefined || names.some(isSame(name)))
  const last = wanted.at(-1)
  if (last === undefined) return
  // The migrations of an empty database are quick, so they are not logged.
  const log = recorded.length > 0 ? starting.log : QUIET.log
  if (recorded.length > 0)
    await starting.step(async () => target.beforeUpgrade?.(nameOf(last), recorded.length))
  // An empty database waits for its disk once, not for each migration.
  const isOneStep = recorded.length === 0 && target.isAtomic
  for (const names of isOneStep ? [wanted] : wanted.map((name) => [name])) {
    const migration = names.join()
    const begun = performance.now()
    const attempt = () => areDone(target, connection, names)
    const firstAttempt = () => {
      log.info({ migration }, 'migration starts')
      return attempt()
    }
    if (!(await starting.step(firstAttempt))) {
      starting.log.info({ migration }, 'another connection has locked a table: waiting')
      do await Bun.sleep(RETRY_MS)
      while (!(await starting.step(attempt)))
    }
    log.info({ migration, ms: Math.round(performance.now() - begun) }, 'migration is done')
  }
}

/** The migrations that have run, and those that are missing. Throws `NewerSchema`. Changes nothing. */
export async function migrationsOf(
  db: Kysely<unknown>,
  dialect: SchemaDialect,
): Promise<{ readonly recorded: readonly string[]; readonly pending: readonly string[] }> {
  const schema = await Schema.read(db, dialect)
  const { rows } = schema.hasTable('kysely_migration')
    ? await sql<{ name: string }>`select name from kysely_migration`.execute(db)
    : { rows: [] }
  const recorded = rows.map(({ name }) => name).sort()
  refuseUnknown(recorded, 'the database')
  return {
    recorded,
    pending: [...MIGRATIONS.keys()].filter((name) => !recorded.some(isSame(name))),
  }
}

async function lock(target: Target, connection: Kysely<unknown>, { log }: StartUp): Promise<void> {
  if (await target.lock(connection)) return
  log.info({}, 'another node is migrating the database: waiting')
  do await Bun.sleep(RETRY_MS)
  while (!(await target.lock(connection)))
}

/**
 * Runs migrations and records them, in one transaction where the database can do that; elsewhere each can be
 * repeated. Returns false if another connection has locked a table.
 */
async function areDone(
  { dialect, isAtomic, isBusy }: Target,
  connection: Kysely<unknown>,
  names: readonly string[],
): Promise<boolean> {
  const work = async (db: Kysely<unknown>) => {
    const schema = await Schema.read(db, dialect)
    for (const [name, migration] of MIGRATIONS) {
      if (!names.includes(name)) continue
      await schema.refresh()
      await migration(schema)
      await sql`insert into kysely_migration (name, timestamp) values (${name}, current_timestamp)`.execute(
        db,
      )
    }
  }
  try {
    await (isAtomic ? connection.transaction().execute(work) : work(connection))
    return true
  } catch (error) {
    if (!isBusy(error)) throw error
    return false
  }
}

/** The table is that of Kysely, whose runner was used first. */
async function createRecord(db: Kysely<unknown>, dialect: SchemaDialect): Promise<void> {
  const schema = await Schema.read(db, dialect)
  if (schema.hasTable('kysely_migration')) return
  await db.schema
    .createTable('kysely_migration')
    .addColumn('name', 'varchar(255)', (c) => c.notNull().primaryKey())
    .addColumn('timestamp', 'varchar(255)', (c) => c.notNull())
    .execute()
}

/** Throws `NewerSchema` if a migration of `what` is of a newer version. */
export function refuseUnknown(recorded: readonly string[], what: string): void {
  const unknown = recorded.toSorted().findLast((name) => ![...MIGRATIONS.keys()].some(isSame(name)))
  if (unknown === undefined) return
  const [, needed = '(a newer version)'] = unknown.split('@')
  throw new NewerSchema(`${what} needs Parlance ${needed} or later`)
}

/** Compares without versions, because the very first record had none. */
const isSame = (name: string) => (other: string) => nameOf(name) === nameOf(other)
const nameOf = (name: string): string => name.split('@')[0] ?? ''
