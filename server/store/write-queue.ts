import { type Database, Unavailable } from './engine/database.ts'
import type { SqlTx } from './tx.ts'
import type { BatchWriter, QueuedWrite } from './write-batch.ts'

/** The most writes that share one commit: some 10 ms of work. */
const BATCH = 256
/** The longest time that a write waits before it begins, in ms. */
const WAIT_MS = 8000
/** A transaction that takes longer than this, in ms, does not delay the writes behind it. */
const SLOW_MS = 250
/** The most transactions at once. All but one of them are slow ones. */
const TRANSACTIONS = 4

/** The queue of writes. It decides which writes share a transaction, and when that begins. */
export class WriteQueue {
  readonly #commits: Database['commits']
  readonly #writer: BatchWriter
  readonly #refusalOf: (error: unknown) => unknown
  #queued: QueuedWrite[] = []
  #running: Promise<unknown> = Promise.resolve()
  #transactions = 0
  /** Transactions that have taken longer than `SLOW_MS`. */
  #slow = 0

  constructor(
    commits: Database['commits'],
    writer: BatchWriter,
    refusalOf: (error: unknown) => unknown,
  ) {
    this.#commits = commits
    this.#writer = writer
    this.#refusalOf = refusalOf
  }

  /** The number of writes that have not begun. */
  get length(): number {
    return this.#queued.length
  }

  add<T>(work: (tx: SqlTx) => Promise<T>, once?: string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queued.push({
        work,
        once,
        queuedAt: performance.now(),
        resolve: resolve as (value: unknown) => void,
        reject,
      })
      this.#start()
    })
  }

  /** Resolves when the running transactions have ended. */
  async close(): Promise<void> {
    await this.#running
  }

  /** Starts a transaction, unless one is running that is not slow: then the writes wait to share the next one. */
  #start(): void {
    const max = this.#commits === 'sequential' ? 1 : TRANSACTIONS
    const isBusy = this.#transactions > this.#slow || this.#transactions === max
    if (isBusy || this.#queued.length === 0) return
    this.#transactions++
    this.#running = Promise.all([this.#running, this.#drain()])
  }

  /** Writes that arrive in one turn of the event loop share a commit, and so an fsync. */
  async #drain(): Promise<void> {
    while (this.#queued.length > 0 && this.#transactions - this.#slow <= 1) {
      await new Promise<void>((resolve) => setImmediate(resolve))
      const writes = this.#withoutLate(this.#queued.splice(0, this.#batchSize()))
      if (writes.length === 0) continue
      let isSlow = false
      const timer = setTimeout(() => {
        isSlow = true
        this.#slow++
        this.#start()
      }, SLOW_MS)
      await this.#writer.write(writes)
      clearTimeout(timer)
      if (isSlow) this.#slow--
    }
    this.#transactions--
  }

  /** Refuses writes that have waited too long: their clients have given up, or soon will. */
  #withoutLate(writes: readonly QueuedWrite[]): readonly QueuedWrite[] {
    const earliest = performance.now() - WAIT_MS
    const late = writes.filter(({ queuedAt }) => queuedAt < earliest)
    if (late.length === 0) return writes
    const error = new Error(`${late.length} writes waited for ${WAIT_MS} ms`)
    const refusal = this.#refusalOf(new Unavailable(error))
    for (const { reject } of late) reject(refusal)
    return writes.filter(({ queuedAt }) => queuedAt >= earliest)
  }

  /** How many of the queued writes go into the next transaction. */
  #batchSize(): number {
    if (this.#commits === 'sequential') return BATCH
    const seen = new Set<string>()
    let size = 0
    for (const { once } of this.#queued) {
      if (once === undefined || seen.has(once) || size === BATCH) break
      if (once !== '') seen.add(once)
      size++
    }
    return Math.max(1, size)
  }
}
