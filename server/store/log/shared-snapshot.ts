import { Refusal } from '../../../protocol/refusals.ts'
import type { Run } from '../tables/statement.ts'
import { BackwardReader } from './backward-reader.ts'
import type { CommitTime } from './event-recorder.ts'
import { Lanes } from './lanes.ts'

/** Transactions at the same time. SQLite runs them one by one. */
const LANES = 4
/** Callers of one transaction, as long as it has not lasted so many ms: the others are left to the next one. */
const MOST = 50
const LONG_MS = 15

/** `time`: read first, so that everything else that is read is not older. */
export type Snapshot = {
  readonly run: Run
  readonly time: CommitTime
}
type Work<T> = (snapshot: Snapshot, logs: BackwardReader) => Promise<T>
type Transact = (work: (snapshot: Snapshot) => Promise<void>) => Promise<void>
type Call = {
  /** Rejects if the transaction cannot go on. */
  readonly answer: Work<void>
  readonly fail: (error: unknown) => void
}

/**
 * Reads for callers that wait at the same moment, in one transaction that begins after all of them have asked. They
 * share its time and what it reads of the logs.
 */
export class SharedSnapshot {
  readonly #transact: Transact
  readonly #logs = new BackwardReader()
  readonly #lanes = new Lanes(LANES, 0, () => this.#next())
  readonly #waiting: Call[] = []

  constructor(transact: Transact) {
    this.#transact = transact
  }

  read<T>(work: Work<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const answer: Work<void> = async (snapshot, logs) => {
      try {
        resolve(await work(snapshot, logs))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        reject(error)
      }
    }
    this.#waiting.push({ answer, fail: reject })
    this.#lanes.added()
    return promise
  }

  #next(): Promise<void> | undefined {
    if (this.#waiting.length === 0) {
      this.#logs.clear()
      return undefined
    }
    const calls = this.#waiting.splice(0, MOST)
    if (this.#waiting.length > 0) this.#lanes.added()
    return this.#answer(calls)
  }

  async #answer(calls: readonly Call[]): Promise<void> {
    let answered = 0
    try {
      await this.#transact(async (snapshot) => {
        const until = performance.now() + LONG_MS
        for (const call of calls) {
          await call.answer(snapshot, this.#logs)
          answered++
          if (performance.now() > until) break
        }
      })
    } catch (error) {
      // What one caller asks for may fail the transaction; without a database all callers fail.
      const failed = error instanceof Refusal ? calls.slice(answered) : [calls[answered]]
      for (const call of failed) call?.fail(error)
      answered += failed.length
    }
    this.#waiting.unshift(...calls.slice(answered))
  }
}
