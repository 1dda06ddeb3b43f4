/** The most commands that wait while one runs. A client that sends more does not read the answers. */
const MAX_WAITING = 64

type Command = () => Promise<unknown>

/** How many connections of a transport run commands at the moment. */
export class RunningCount {
  #count = 0
  #idle: PromiseWithResolvers<void> | undefined

  begin(): void {
    this.#count++
  }

  end(): void {
    this.#count--
    if (this.#count > 0) return
    this.#idle?.resolve()
    this.#idle = undefined
  }

  /** Resolves when no connection runs a command. */
  async idle(): Promise<void> {
    if (this.#count === 0) return
    this.#idle ??= Promise.withResolvers()
    await this.#idle.promise
  }
}

/** The commands of one connection. They run in the order in which they were received, one at a time. */
export class CommandQueue {
  readonly #running: RunningCount | undefined
  /** Undefined while nothing waits: most connections never need the list. */
  #waiting: Command[] | undefined
  #isRunning = false

  constructor(running?: RunningCount) {
    this.#running = running
  }

  /** Runs the command after the earlier ones. False: too many commands wait, so the connection must close. */
  add(command: Command): boolean {
    if (!this.#isRunning) {
      void this.#run(command)
      return true
    }
    this.#waiting ??= []
    return this.#waiting.push(command) <= MAX_WAITING
  }

  /** Resolves when all commands that were added so far have run. */
  idle(): Promise<void> {
    return new Promise((resolve) => this.add(async () => resolve()))
  }

  /** Drops the commands that wait. */
  clear(): void {
    this.#waiting = undefined
  }

  async #run(first: Command): Promise<void> {
    this.#isRunning = true
    this.#running?.begin()
    let command: Command | undefined = first
    for (; command !== undefined; command = this.#waiting?.shift()) await command()
    this.#waiting = undefined
    this.#isRunning = false
    this.#running?.end()
  }
}
