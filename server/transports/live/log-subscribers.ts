import type { Log } from '../../../protocol/ids.ts'

/** The subscribers of one transport, by log. */
export class LogSubscribers<S> {
  readonly #byLog = new Map<Log, Set<S>>()

  /** `except` can have subscribers of other transports, too. */
  of(log: Log, except?: ReadonlySet<unknown>): Iterable<S> {
    const subscribers = this.#byLog.get(log) ?? []
    return except === undefined ? subscribers : [...subscribers].filter((one) => !except.has(one))
  }

  count(log: Log): number {
    return this.#byLog.get(log)?.size ?? 0
  }

  has(log: Log, subscriber: S): boolean {
    return this.#byLog.get(log)?.has(subscriber) ?? false
  }

  add(log: Log, subscriber: S): void {
    const subscribers = this.#byLog.get(log)
    if (subscribers === undefined) this.#byLog.set(log, new Set([subscriber]))
    else subscribers.add(subscriber)
  }

  delete(log: Log, subscriber: S): void {
    const subscribers = this.#byLog.get(log)
    subscribers?.delete(subscriber)
    if (subscribers?.size === 0) this.#byLog.delete(log)
  }
}
