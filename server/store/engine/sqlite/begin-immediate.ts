import { SQLiteError, type Database as Sqlite } from 'bun:sqlite'

/** How long a write waits for another program's lock, in ms. */
export const BUSY_MS = 2000
/** The time between two attempts to take the lock, in ms. */
export const BUSY_RETRY_MS = 20

/**
 * Begins a transaction. Another program, such as a shell or a backup, may hold the lock. If SQLite waited for it,
 * the event loop would be blocked, so the wait is here.
 */
export async function beginImmediate(database: Sqlite, waitMs: number): Promise<void> {
  for (const until = performance.now() + waitMs; ; await Bun.sleep(BUSY_RETRY_MS))
    try {
      return void database.query('begin immediate').run()
    } catch (error) {
      const isBusy = error instanceof SQLiteError && error.code === 'SQLITE_BUSY'
      if (!isBusy || performance.now() > until) throw error
    }
}
