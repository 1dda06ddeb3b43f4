import { SQLiteError, Database as Sqlite } from 'bun:sqlite'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { CannotStart } from '../migrations/start-up.ts'
import { makePrivate } from './private-file.ts'

/** How long the lock is waited for, in ms: the other server may just be ending. */
const WAIT_MS = 1000

const Holder = z.object({ pid: z.number(), host: z.string(), port: z.number().optional() })
type Holder = z.output<typeof Holder>

/**
 * Lets one server use a data folder. The lock is SQLite's, on a file of its own: the system releases it with the
 * process, however the process ends, and it works for all containers that share the folder. The JSON file beside it is
 * only for the message.
 */
export class DataLock {
  readonly #file: Sqlite
  readonly #holder: string

  /** Throws `CannotStart` while another server uses the folder. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#holder = join(folder, 'parlance.lock.json')
    makePrivate(join(folder, 'parlance.lock'))
    this.#file = new Sqlite(join(folder, 'parlance.lock'), { create: true })
    this.#file.run(`pragma busy_timeout = ${WAIT_MS}`)
    try {
      this.#file.run('begin exclusive')
    } catch (error) {
      this.#file.close()
      if (!(error instanceof SQLiteError) || error.code !== 'SQLITE_BUSY') throw error
      throw new CannotStart(
        `PARLANCE_DATA: another Parlance uses ${resolve(folder)}: ${described(this.#holder)}. Stop it, or set another folder.`,
      )
    }
    this.#writeHolder({ pid: process.pid, host: hostname() })
  }

  listens(port: number): void {
    this.#writeHolder({ pid: process.pid, host: hostname(), port })
  }

  release(): void {
    rmSync(this.#holder, { force: true })
    this.#file.close()
  }

  #writeHolder(holder: Holder): void {
    try {
      writeFileSync(`${this.#holder}.new`, JSON.stringify(holder), { mode: 0o600 })
      renameSync(`${this.#holder}.new`, this.#holder)
    } catch {
      // The disk is full. The lock itself needs no space.
    }
  }
}

function described(path: string): string {
  try {
    const { pid, host, port } = Holder.parse(JSON.parse(readFileSync(path, 'utf8')))
    const where = host === hostname() ? '' : ` on ${host}`
    return `process ${pid}${where}, ${port === undefined ? 'which is starting' : `port ${port}`}`
  } catch {
    return 'its process is unknown' // Its disk is full, or it has just started.
  }
}
