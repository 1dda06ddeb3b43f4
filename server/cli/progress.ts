import type { Terminal } from './terminal.ts'

/** The time between two updates, in ms. */
const UPDATE_MS = 200

/** A line on a terminal's standard error: how much is done, the rate, and the time left if `total` is known. */
export class Progress {
  readonly #terminal: Terminal
  readonly #what: string
  readonly #total: number | undefined
  readonly #startedAt = performance.now()
  #done = 0
  #shownAt = 0

  constructor(terminal: Terminal, what: string, total?: number) {
    this.#terminal = terminal
    this.#what = what
    this.#total = total
  }

  add(count: number): void {
    this.#done += count
    const now = performance.now()
    if (!this.#terminal.hasProgress || now - this.#shownAt < UPDATE_MS) return
    this.#shownAt = now
    this.#terminal.showProgress(this.#line((now - this.#startedAt) / 1000))
  }

  /** Clears the line. */
  end(): void {
    if (this.#terminal.hasProgress) this.#terminal.showProgress('')
  }

  #line(seconds: number): string {
    const rate = this.#done / Math.max(seconds, 0.001)
    const of = this.#total === undefined ? '' : ` of ${this.#total.toLocaleString('en')}`
    const left =
      this.#total === undefined ? '' : `, ${timeOf((this.#total - this.#done) / rate)} left`
    return `${this.#done.toLocaleString('en')}${of} ${this.#what}, ${Math.round(rate).toLocaleString('en')}/s${left}`
  }
}

const timeOf = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(Math.max(0, seconds))} s` : `${Math.ceil(seconds / 60)} min`
