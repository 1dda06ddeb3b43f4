/** The server cannot start. The message is one line: the setting, what is wrong, and what to do. */
export class CannotStart extends Error {}

type Log = { info(fields: object, message: string): void }

/** A running start. It logs long steps, and a signal can end it between two steps. */
export class StartUp {
  readonly log: Log
  #step: Promise<unknown> = Promise.resolve()
  #isStopped = false

  constructor(log: Log) {
    this.log = log
  }

  /** Runs work that a signal waits for. After `stop` no work begins: the process is about to exit. */
  async step<T>(work: () => Promise<T>): Promise<T> {
    // The work on SQLite blocks the process, so a signal of that time is handled here.
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

/** The start of a database that a test or a benchmark opens: it logs nothing. */
export const QUIET = new StartUp({ info: () => undefined })
