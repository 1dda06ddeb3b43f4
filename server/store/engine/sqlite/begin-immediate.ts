import { SQLiteError, type Database as Sqlite } from 'bun:sqlite'

/** How long a write waits for another program's lock, in ms. */
export const BUSY_MS = 2000
/** The time between two attempts to take the lock, in ms. */
const BUSY_RETRY_MS = 20

/** The time before the next attempt to empty the log, in ms: each is a checkpoint, so after a second they become rare. */
export const retryMs = (attempts: number): number => (attempts > 50 ? 500 : BUSY_RETRY_MS)

/**
 * Begins a transaction that writes. Another program, such as a shell or a backup, may hold the lock. If SQLite waited for
 * it, the event loop would be blocked, so the wait is here.
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
