import type { Database as Sqlite } from 'bun:sqlite'
import { closeSync, fdatasync, fstatSync, openSync } from 'node:fs'
import { promisify } from 'node:util'

/** The log is copied to the database file when it has so many bytes: as many as SQLite's default of 1,000 pages. */
const MAX_BYTES = 8 * 1024 ** 2

/**
 * SQLite's write-ahead log, synced to the disk off the event loop. SQLite itself syncs nothing after a commit
 * (`synchronous=NORMAL`), and does not copy the log to the database file by itself.
 *
 * The log begins anew only when its file is empty and that is on disk. Otherwise a power failure could leave pages of the
 * old log behind a header of the old log, and SQLite would put them back into the database (https://sqlite.org/src/info/ff5be73dee).
 */
export class WriteAheadLog {
  readonly #writer: Sqlite
  readonly #log: number
  readonly #database: number
  #isEmpty = false
  #copyAt = MAX_BYTES

  /** After the first write, which creates the log. */
  constructor(path: string, writer: Sqlite) {
    this.#writer = writer
    writer.run('pragma wal_autocheckpoint = 0')
    writer.run('pragma synchronous = normal')
    this.#log = openSync(`${path}-wal`, 'r+')
    this.#database = openSync(path, 'r+')
  }

  /** Resolves when everything that was committed before the call is on disk. */
  sync(): Promise<void> {
    return sync(this.#log)
  }

  /** Call it before a transaction. In an empty log, SQLite need not sync the header before the pages, on the event loop. */
  prepare(): void {
    if (this.#isEmpty) this.#writer.run('pragma synchronous = off')
  }

  /** Call it after a transaction. */
  restore(): void {
    if (this.#isEmpty) this.#writer.run('pragma synchronous = normal')
    this.#isEmpty = false
  }

  /** Whether the log should be copied to the database file. */
  get isLong(): boolean {
    return fstatSync(this.#log).size > this.#copyAt
  }

  /**
   * Copies the log to the database file and empties it, while nobody writes. Returns false if another program reads from
   * the log; then it stays, and is not long before it has grown. `alone` runs its work while no read is running.
   */
  async empty(alone: (work: () => void) => Promise<void>): Promise<boolean> {
    this.#copyAt = fstatSync(this.#log).size + MAX_BYTES
    // All of the log is on disk. The database file is synced below.
    this.#writer.run('pragma synchronous = off')
    try {
      this.#checkpoint('passive')
    } finally {
      this.#writer.run('pragma synchronous = normal')
    }
    await sync(this.#database)
    let isEmpty = false
    // What the first checkpoint could not copy, this one copies and syncs.
    await alone(() => {
      isEmpty = this.#checkpoint('truncate')
    })
    if (!isEmpty) return false
    await sync(this.#log)
    this.#isEmpty = true
    this.#copyAt = MAX_BYTES
    return true
  }

  /** After the connections are closed: SQLite loses its locks when any descriptor of the database file is closed. */
  close(): void {
    closeSync(this.#log)
    closeSync(this.#database)
  }

  /** Returns whether nothing was in its way. */
  #checkpoint(mode: 'passive' | 'truncate'): boolean {
    const sql = `pragma wal_checkpoint(${mode})`
    return this.#writer.query<{ busy: number }, []>(sql).get()?.busy === 0
  }
}

const sync: (file: number) => Promise<void> = promisify(fdatasync)
