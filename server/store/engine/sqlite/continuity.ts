import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The settings of a database, by name. */
type Settings = {
  readonly get: (name: string) => string | undefined
  readonly put: (name: string, value: string) => void
}

/**
 * Notices that a database file is older than what its server acknowledged. The file says whether a server has it open;
 * while one does, the latest commits can be in the write-ahead log alone, so a copy of the file without the log lacks
 * them. A small file beside the database has the last limit of the clock: an older database was put back if it has an
 * earlier one. Each begin and each end of a server makes the limit later than all before, however short the time between them.
 */
export class Continuity {
  readonly #path: string
  readonly #hadLog: boolean
  #limit = 0
  #writing: Promise<void> = Promise.resolve()

  /** Before the database is opened: SQLite then creates the log. */
  constructor(database: string) {
    this.#path = join(dirname(database), 'parlance.clock')
    this.#hadLog = existsSync(`${database}-wal`)
  }

  /** Marks the database as open: call `raised` next. Returns a warning, and begins a new epoch, if acknowledged writes are missing. */
  begin(settings: Settings): string | undefined {
    const { get, put } = settings
    const isCopy = get(OPEN) === 'yes' && !this.#hadLog
    const isOlder = this.#lastLimit() > limitIn(settings)
    put(OPEN, 'yes')
    this.#raise(settings)
    if (!isCopy && !isOlder) return undefined
    put('epoch', crypto.randomUUID())
    return isCopy ? COPY : OLDER
  }

  /** The clock's limit is on disk, in the database. The file can be behind it after a power failure, and never ahead. */
  raised(limit = this.#limit): Promise<void> {
    this.#limit = limit
    // On a full disk only the check of the next start knows less.
    this.#writing = this.#writing
      .then(() => writeFile(this.#path, `${limit}`, { mode: 0o600 }))
      .catch(() => undefined)
    return this.#writing
  }

  /** Call `raised` when the database is closed. */
  end(settings: Settings): void {
    settings.put(OPEN, 'no')
    this.#raise(settings)
  }

  #raise(settings: Settings): void {
    const limit = Math.max(limitIn(settings), this.#lastLimit()) + 1
    settings.put(CLOCK, `${limit}`)
    this.#limit = limit
  }

  #lastLimit(): number {
    return existsSync(this.#path) ? Number(readFileSync(this.#path, 'utf8')) || 0 : 0
  }
}

/** The setting with the limit of the clock. */
export const CLOCK = 'clock'
const limitIn = ({ get }: Settings): number => Number(get(CLOCK) ?? 0)
const OPEN = 'running'
const LOST =
  'acknowledged messages are missing in it. Clients load everything again. Make copies with `parlance backup`'
const COPY = `parlance.sqlite was copied while a server was running, without parlance.sqlite-wal: ${LOST}`
const OLDER = `parlance.sqlite is older than what this server acknowledged last: ${LOST}`
