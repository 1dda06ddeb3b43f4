import { SQLiteError, type Database as Sqlite, type Statement } from 'bun:sqlite'
import {
  closeSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs'
import { promisify } from 'node:util'

/** After so many changed rows the log is copied to the database file: some 10 MB of pages, if each commit is one message. */
const MAX_CHANGES = 4000
/** A commit alone counts as so many rows: it writes at least the counters' and the ends' pages. */
const COMMIT_CHANGES = 4
/** A log that has become longer, in bytes, is cut. Usually it is written over: that spares the file system half of its work. */
const MAX_BYTES = 64 * 1024 ** 2
const HEADER_BYTES = 32
/** Before the page of each frame (https://sqlite.org/fileformat2.html#the_write_ahead_log). */
const FRAME_BYTES = 24

/** How the reads of the process and the log agree. */
type Readers = {
  readonly held: (work: () => Promise<void>) => Promise<void>
  readonly alone: (work: () => void) => Promise<void>
}

/**
 * SQLite's write-ahead log, synced to the disk off the event loop. SQLite itself syncs nothing after a commit
 * (`synchronous=NORMAL`), and does not copy the log to the database file by itself.
 *
 * The log begins anew only when it has no header, and that is on disk. Otherwise a power failure could leave pages of
 * the old log behind a header of the old log, and SQLite would put them back into the database
 * (https://sqlite.org/src/info/ff5be73dee). SQLite would sync the header by itself, but on the event loop.
 */
export class WriteAheadLog {
  readonly #writer: Sqlite
  readonly #log: number
  readonly #database: number
  readonly #totalChanges: Statement<{ n: number }, []>
  /** How many rows have changed since the log was copied. */
  #changes = 0
  /** The writer's `total_changes` before the running transaction. */
  #changesBefore = 0
  /** Whether the log is copied, and has no header. */
  #isEmpty = false

  /** After the first write, which creates the log. */
  constructor(path: string, writer: Sqlite) {
    this.#writer = writer
    writer.run('pragma wal_autocheckpoint = 0')
    writer.run('pragma synchronous = normal')
    this.#log = openSync(`${path}-wal`, 'r+')
    this.#database = openSync(path, 'r+')
    this.#totalChanges = writer.prepare('select total_changes() as n')
  }

  /** Whether the log should be copied to the database file. */
  get isLong(): boolean {
    return this.#changes > MAX_CHANGES
  }

  get header(): Buffer {
    return this.#read(0, HEADER_BYTES)
  }

  /** Resolves when everything that was committed before the call is on disk. */
  sync(): Promise<void> {
    return sync(this.#log)
  }

  /** Call it before a transaction. */
  beginWrite(): void {
    this.#changesBefore = this.#totalChanges.get()?.n ?? 0
    if (this.#isEmpty) this.#writer.run('pragma synchronous = off')
  }

  /** How many rows the running transaction has changed. */
  get changes(): number {
    return (this.#totalChanges.get()?.n ?? 0) - this.#changesBefore
  }

  /** Call it after a transaction. */
  endWrite(): void {
    const { changes } = this
    this.#changes += COMMIT_CHANGES + changes
    if (!this.#isEmpty) return
    this.#writer.run('pragma synchronous = normal')
    this.#isEmpty = changes === 0
  }

  /**
   * Copies the log to the database file and empties it, while nobody writes. Returns false if another program reads from
   * the log: then it stays, and is copied again after as many changes. `held` runs its work while a read keeps the log from
   * beginning anew, and `alone` while no read is running. `isCut`: nothing of the old log stays in its file.
   */
  async empty(
    { held, alone }: Readers,
    isCut = fstatSync(this.#log).size > MAX_BYTES,
  ): Promise<boolean> {
    this.#changes = 0
    // Another program, such as Litestream, must not begin the log anew before the pages of this one are on disk.
    await held(() => this.#copy())
    let isEmpty = false
    await alone(() => {
      const before = this.header
      // What the first checkpoint could not copy, this one copies and syncs. Without an error the next write begins a log.
      isEmpty = this.#checkpoint(isCut ? 'truncate' : 'restart')
      if (isEmpty && !isCut) isEmpty = this.#removeHeader(before)
    })
    if (!isEmpty) return false
    await sync(this.#log)
    this.#isEmpty = true
    return true
  }

  /**
   * A program that always reads from the log, such as Litestream, lets nobody empty it, but begins it anew by itself. Then
   * this removes what is left behind its end. `old`: the header of the log that is to be gone. Returns whether it is.
   */
  cut(old: Buffer): boolean {
    return this.#locked(() => {
      const { header } = this
      if (header.equals(old)) return false
      const page = header.readUInt32BE(8)
      let end = HEADER_BYTES
      // The frames of a log have the two random numbers of its header. Without a header it has none.
      while (page > 0 && this.#read(end + 8, 8).equals(header.subarray(16, 24)))
        end += FRAME_BYTES + page
      ftruncateSync(this.#log, end)
      return true
    })
  }

  /** After the connections are closed: SQLite loses its locks when any descriptor of the database file is closed. */
  close(): void {
    closeSync(this.#log)
    closeSync(this.#database)
  }

  /** All of the log is on disk, so only the database file has to be synced. */
  async #copy(): Promise<void> {
    this.#writer.run('pragma synchronous = off')
    try {
      this.#checkpoint('passive')
    } finally {
      this.#writer.run('pragma synchronous = normal')
    }
    await sync(this.#database)
  }

  /** Another program can have begun the log since: without that header, a crash would lose what follows it. */
  #removeHeader(before: Buffer): boolean {
    return this.#locked(() => {
      if (!this.header.equals(before)) return false
      writeSync(this.#log, new Uint8Array(HEADER_BYTES), 0, HEADER_BYTES, 0)
      return true
    })
  }

  /** While no program can write. Returns false if another one does. */
  #locked(work: () => boolean): boolean {
    try {
      this.#writer.run('begin immediate')
    } catch (error) {
      if (error instanceof SQLiteError) return false
      throw error
    }
    try {
      return work()
    } finally {
      this.#writer.run('rollback')
    }
  }

  #read(at: number, bytes: number): Buffer {
    const found = Buffer.alloc(bytes)
    readSync(this.#log, found, 0, bytes, at)
    return found
  }

  /** Returns whether nothing was in its way. */
  #checkpoint(mode: 'passive' | 'restart' | 'truncate'): boolean {
    const sql = `pragma wal_checkpoint(${mode})`
    return this.#writer.query<{ busy: number }, []>(sql).get()?.busy === 0
  }
}

const sync: (file: number) => Promise<void> = promisify(fdatasync)
