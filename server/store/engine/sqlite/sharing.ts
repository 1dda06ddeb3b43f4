import type { Database as Sqlite, Statement } from 'bun:sqlite'
import type { Session } from '../database.ts'
import { type ChangedRow, ChangedRows } from './changed-rows.ts'
import type { Connection } from './connection.ts'
import { SharedRows } from './shared-rows.ts'
import { SharedSession } from './shared-session.ts'

/**
 * Decides what reads can share. Reads run one at a time, and each sees the last commit that is on disk, or a later one than
 * the read before it. So what a commit has changed is forgotten between the last read that does not see the commit and the
 * first that does.
 */
export class Sharing {
  readonly #version: Statement<{ data_version: number }, []>
  readonly #rows = new SharedRows()
  readonly #changed: ChangedRows
  /** The rows that the last commit has changed, until reads see it. */
  #unseen: readonly ChangedRow[] = []
  #othersVersion: number | undefined

  constructor(writer: Sqlite) {
    this.#version = writer.prepare('pragma data_version')
    this.#changed = new ChangedRows(writer)
  }

  /** A transaction that reads, which has begun. */
  session(connection: Connection): Session {
    this.#noticeOthers()
    return new SharedSession(connection, this.#rows)
  }

  /** Call it in each transaction that has changed something, while nobody reads: every read sees the commit before it. */
  beforeCommit(): void {
    this.#unseen = this.#changed.take()
  }

  /** Call it when reads see the commit, or none will. */
  afterCommit(): void {
    // @planted shared-reads
    for (const row of this.#unseen) this.#rows.forget(row)
    this.#unseen = []
  }

  /** Another program, such as a shell, has written if SQLite says so to the only connection that writes here. */
  #noticeOthers(): void {
    const version = this.#version.get()?.data_version
    if (version !== this.#othersVersion) this.#rows.clear()
    this.#othersVersion = version
  }
}
