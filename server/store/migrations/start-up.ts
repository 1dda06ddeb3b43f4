/** The server cannot start: one line that names the setting, says what is wrong, and what to do. */
export class CannotStart extends Error {}

type Log = { info(fields: object, message: string): void }

/** A start that is under way: it reports what takes long, and a signal may end it between two steps. */
export class StartUp {
  readonly log: Log
  #step: Promise<unknown> = Promise.resolve()
  #isStopped = false

  constructor(log: Log) {
    this.log = log
  }

  /** Runs work that a signal waits for. After `stop` no work begins any more: the process is about to exit. */
  async step<T>(work: () => Promise<T>): Promise<T> {
    // The work on SQLite blocks the process: a signal that came meanwhile is handled now.
    await new Promise<void>((resolve) => setImmediate(resolve))
    if (this.#isStopped) return Promise.withResolvers<T>().promise
    const running = work()
    this.#step = running.catch(() => undefined)
    return running
  }

  /** Resolves when the running step has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#step
    this.log.info({}, 'stopped before the start was complete')
  }
}

/** Of a database that is opened by a test or a benchmark. */
export const QUIET = new StartUp({ info: () => undefined })
