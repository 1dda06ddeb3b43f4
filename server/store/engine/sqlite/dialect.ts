import type { Database as Sqlite } from 'bun:sqlite'
import {
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'

/**
 * SQLite plans a statement again for each bound value that its plan may depend on, which for a join takes some
 * five times as long as the query. It does not do so for a value after a plus sign.
 */
export class StablePlans extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?'
  }
}

/** The parts of a Kysely dialect over `bun:sqlite` that migrations and the building of queries need. */
export function sqliteDialect(database: Sqlite): Dialect {
  const connection: DatabaseConnection = {
    async executeQuery({ sql, parameters }) {
      return { rows: database.prepare(sql).all(...(parameters as [])) as never[] }
    },
    async *streamQuery({ sql, parameters }) {
      for (const row of database.prepare(sql).iterate(...(parameters as [])))
        yield { rows: [row as never] }
    },
  }
  const run = async (text: string) => void database.run(text)
  return {
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new StablePlans(),
    createDriver: () => ({
      init: async () => undefined,
      acquireConnection: async () => connection,
      beginTransaction: () => run('begin immediate'),
      commitTransaction: () => run('commit'),
      // SQLite has already rolled back if the disk is full.
      rollbackTransaction: async () => (database.inTransaction ? run('rollback') : undefined),
      releaseConnection: async () => undefined,
      destroy: async () => undefined,
    }),
  }
}
