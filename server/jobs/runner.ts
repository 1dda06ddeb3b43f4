import { Refusal } from '../../protocol/refusals.ts'
import {
  atOnceOf,
  delayMs,
  type JobKind,
  RECURRING,
  type RecurringKind,
  recurringKindOf,
  triesOf,
} from '../domain/job-kinds.ts'
import { LeaseLost, type TakenJob, type Tx } from '../domain/ports.ts'
import type { CheckedCode, JobServices } from './job.ts'
import { LEASE_MS, openLease } from './lease.ts'

/** How often a node looks for jobs of other nodes, in ms. Its own commits wake it at once. */
const POLL_MS = 5000
/** How long the stop of the server waits for running jobs, in ms. Another node takes the others over. */
const STOP_MS = 2000

export type RunnerOptions = {
  readonly services: JobServices
  readonly codeOf: (kind: JobKind) => CheckedCode
  /** The kinds that this node runs. */
  readonly kinds: readonly JobKind[]
  /** How long a recurring kind waits after a run, in ms. */
  readonly everyMs: (kind: RecurringKind) => number
  /** Counts a run. `startedAt`: by `performance.now()`. */
  readonly onRun: (kind: JobKind, startedAt: number, hasFailed: boolean) => void
  readonly onError: (error: unknown) => void
}

/** Takes the jobs that are due and runs them: the earliest first, and of each kind as many at once as it allows. */
export class JobRunner {
  readonly #options: RunnerOptions
  readonly #running = new Map<JobKind, number>()
  readonly #runs = new Set<Promise<void>>()
  readonly #stopping = new AbortController()
  #timer: Timer | undefined
  #taking: Promise<void> | undefined
  #isWoken = false
  #hasRecurring = false

  constructor(options: RunnerOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), POLL_MS)
    this.wake()
  }

  /** Looks for jobs now: one was added, or one has ended and others of its kind may wait. */
  wake(): void {
    if (this.#timer === undefined) return
    this.#isWoken = true
    this.#taking ??= this.#takeUntilAsleep()
  }

  /** Takes no more jobs, and interrupts the running ones after their current stride. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#stopping.abort(new Error('the node stops'))
    const { promise: timeout, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, STOP_MS)
    await Promise.race([this.#ended(), timeout])
    clearTimeout(timer)
  }

  async #ended(): Promise<void> {
    await this.#taking
    await Promise.all(this.#runs)
  }

  async #takeUntilAsleep(): Promise<void> {
    try {
      while (this.#isWoken && !this.#stopping.signal.aborted) {
        this.#isWoken = false
        await this.#takeDue()
      }
    } catch (error) {
      this.#report(error)
    } finally {
      this.#taking = undefined
    }
  }

  async #takeDue(): Promise<void> {
    const { services, kinds } = this.#options
    const { store } = services
    const recurring = RECURRING.filter((kind) => kinds.includes(kind))
    if (!this.#hasRecurring) await store.write((tx) => addRecurring(tx, recurring))
    this.#hasRecurring = true
    const free = kinds.filter((kind) => this.#free(kind) > 0)
    const due = await store.read((reader) => reader.jobs.due(free))
    for (const kind of due) {
      if (this.#stopping.signal.aborted) return
      const limit = this.#free(kind)
      const jobs = await store.writeUnannounced((tx) => tx.jobs.take(kind, limit, LEASE_MS))
      for (const job of jobs) this.#start(kind, job)
    }
  }

  #free(kind: JobKind): number {
    return atOnceOf(kind) - (this.#running.get(kind) ?? 0)
  }

  #start(kind: JobKind, job: TakenJob): void {
    this.#running.set(kind, (this.#running.get(kind) ?? 0) + 1)
    const run = this.#run(kind, job).catch((error) => this.#report(error))
    this.#runs.add(run)
    void run.then(() => {
      this.#runs.delete(run)
      this.#running.set(kind, (this.#running.get(kind) ?? 0) - 1)
      this.wake()
    })
  }

  async #run(kind: JobKind, job: TakenJob): Promise<void> {
    const { services, codeOf, onRun } = this.#options
    const { store } = services
    const lease = openLease(store, job, this.#stopping.signal)
    const startedAt = performance.now()
    try {
      this.#stopping.signal.throwIfAborted()
      // Each try ended its node, or lasted longer than the lease.
      if (job.tries > triesOf(kind) && recurringKindOf(job) === undefined)
        throw new Error('no try came to an end')
      await codeOf(kind)({ ...services, ...lease.run }, job)
      await store.writeUnannounced((tx) => tx.jobs.finish(job, this.#nextTime(job, tx)))
      onRun(kind, startedAt, false)
    } catch (error) {
      if (await this.#hasGone(job, error)) return
      onRun(kind, startedAt, true)
      await this.#fail(kind, job, error)
    } finally {
      lease.end()
    }
  }

  /** Whether the job did not fail, but was taken by another node, or was interrupted and given back. */
  async #hasGone(job: TakenJob, error: unknown): Promise<boolean> {
    if (error instanceof LeaseLost) return true
    if (!this.#stopping.signal.aborted) return false
    await this.#ignoreLost(
      this.#options.services.store.writeUnannounced((tx) => tx.jobs.release(job)),
    )
    return true
  }

  async #fail(kind: JobKind, job: TakenJob, error: unknown): Promise<void> {
    const { services, onError } = this.#options
    onError(new Error(`job ${job.id} (${kind}) failed`, { cause: error }))
    const text = error instanceof Error ? error.message : String(error)
    const failed = services.store.writeUnannounced((tx) =>
      tx.jobs.fail(job, text, this.#nextTry(kind, job, tx)),
    )
    await this.#ignoreLost(failed)
  }

  /** When a recurring job that has ended runs again. */
  #nextTime(job: TakenJob, { now }: Tx): number | undefined {
    const kind = recurringKindOf(job)
    return kind && now + this.#options.everyMs(kind)
  }

  /** When a job that failed runs again. A recurring one does so at its next time at the latest, and is never parked. */
  #nextTry(kind: JobKind, job: TakenJob, { now }: Tx): number | undefined {
    const delay = delayMs(job.tries, Math.random())
    const recurring = recurringKindOf(job)
    if (recurring !== undefined) return now + Math.min(delay, this.#options.everyMs(recurring))
    return job.tries >= triesOf(kind) ? undefined : now + delay
  }

  /** The store has logged that the database is unavailable. The jobs are tried again at the next poll. */
  #report(error: unknown): void {
    if (!(error instanceof Refusal)) this.#options.onError(error)
  }

  async #ignoreLost(stored: Promise<void>): Promise<void> {
    await stored.catch((error) => {
      if (!(error instanceof LeaseLost)) throw error
    })
  }
}

async function addRecurring(tx: Tx, kinds: readonly RecurringKind[]): Promise<void> {
  for (const kind of kinds) await tx.jobs.add(kind, {}, { uniqueKey: kind })
}
