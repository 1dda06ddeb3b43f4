import { type Database, Unavailable } from './engine/database.ts'
import type { SqlTx } from './tx.ts'
import { Waves } from './waves.ts'
import type { BatchWriter, QueuedWrite } from './write-batch.ts'

/** The most writes that share one commit: some 10 ms of work. */
const BATCH = 256
/** The most writes of a transaction that have a key in common: each takes as long as all others together. */
const WAVES = 4
/** The longest time that a write waits before it begins, in ms. */
const WAIT_MS = 8000
/** A transaction that takes longer than this, in ms, does not delay the writes behind it. */
const SLOW_MS = 250
/** The most transactions at once. All but one of them are slow ones. */
const TRANSACTIONS = 4

/** Writes of which one transaction runs at a time, beside slow ones. */
class Lane {
  queued: QueuedWrite[] = []
  transactions = 0
  /** Transactions that have taken longer than `SLOW_MS`. */
  slow = 0

  /** Writes that arrive while a transaction runs that is not slow wait to share the next one. */
  get isBusy(): boolean {
    return this.transactions > this.slow
  }
}

/**
 * The queue of writes. It decides which writes share a transaction, and when that begins. On a database server, writes
 * with keys share transactions, and each of the others has its own beside them.
 */
export class WriteQueue {
  readonly #commits: Database['commits']
  readonly #writer: BatchWriter
  readonly #refusalOf: (error: unknown) => unknown
  readonly #shared = new Lane()
  readonly #alone = new Lane()
  #running: Promise<unknown> = Promise.resolve()

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
    return this.#shared.queued.length + this.#alone.queued.length
  }

  add<T>(work: (tx: SqlTx) => Promise<T>, keys?: readonly string[]): Promise<T> {
    const isShared = this.#commits === 'sequential' || keys !== undefined
    const lane = isShared ? this.#shared : this.#alone
    return new Promise<T>((resolve, reject) => {
      lane.queued.push({
        work,
        keys,
        queuedAt: performance.now(),
        resolve: resolve as (value: unknown) => void,
        reject,
      })
      this.#start(lane)
    })
  }

  /** Resolves when the running transactions have ended. */
  async close(): Promise<void> {
    await this.#running
  }

  #start(lane: Lane): void {
    const max = this.#commits === 'sequential' ? 1 : TRANSACTIONS
    const running = this.#shared.transactions + this.#alone.transactions
    if (lane.isBusy || running >= max || lane.queued.length === 0) return
    lane.transactions++
    this.#running = Promise.all([this.#running, this.#drain(lane)])
  }

  /** Writes that arrive within two turns of the event loop share a commit, and so an fsync, and writes to sockets. */
  async #drain(lane: Lane): Promise<void> {
    while (lane.queued.length > 0 && lane.transactions - lane.slow <= 1) {
      // In the first turn the events of the last commit leave. What their readers send at once arrives in the second one.
      await nextTurn()
      await nextTurn()
      const writes = this.#withoutLate(
        lane === this.#shared ? this.#batch() : lane.queued.splice(0, 1),
      )
      if (writes.length === 0) continue
      let isSlow = false
      const timer = setTimeout(() => {
        isSlow = true
        lane.slow++
        this.#start(lane)
      }, SLOW_MS)
      await this.#writer.write(writes)
      clearTimeout(timer)
      if (isSlow) lane.slow--
    }
    lane.transactions--
    // The other lane may have waited for a transaction of this one.
    for (const each of [this.#shared, this.#alone]) this.#start(each)
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

  /** Takes the writes of the next transaction from the queue. Writes with a key in common stay in their order. */
  #batch(): readonly QueuedWrite[] {
    const lane = this.#shared
    if (this.#commits === 'sequential') return lane.queued.splice(0, BATCH)
    const waves = new Waves()
    const batch: QueuedWrite[] = []
    const rest: QueuedWrite[] = []
    for (const write of lane.queued) {
      const wave = waves.next(write.keys ?? [])
      if (batch.length < BATCH && wave < WAVES) batch.push(write)
      else rest.push(write)
    }
    lane.queued = rest
    return batch
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
