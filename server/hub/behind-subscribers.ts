import type { Log, UserId } from '../../protocol/ids.ts'
import type { LogOrder } from './log-order.ts'
import type { Subscriber } from './subscriber.ts'

/** `seq`: the last one that the user has received of the log; `at`: its time, in ms of the epoch. */
type LeftLog = {
  readonly user: UserId
  readonly log: Log
  readonly seq: number
  readonly at: number
}

/**
 * Live subscribers whose send buffer was full, so that they have left their logs until a replay has sent
 * them what they missed. It keeps the last seqs that they have received: the replay begins there.
 */
export class BehindSubscribers {
  readonly #order: LogOrder
  readonly #received = new Map<Subscriber, ReadonlyMap<Log, number>>()
  /** Logs that users have left within the commit window, as a replay reads these logs again. */
  #left: LeftLog[] = []

  constructor(order: LogOrder) {
    this.#order = order
  }

  /** Unsubscribes it. Returns the last received seqs of its logs, and of the logs that its user has left. */
  add(subscriber: Subscriber): ReadonlyMap<Log, number> {
    const received = new Map<Log, number>()
    for (const log of subscriber.unsubscribeAll()) {
      const head = this.#order.head(log)
      if (head !== undefined) received.set(log, head)
    }
    this.#received.set(subscriber, received)
    const left = this.#left.filter(({ user }) => user === subscriber.user)
    return new Map([...left.map(({ log, seq }) => [log, seq] as const), ...received])
  }

  has(subscriber: Subscriber): boolean {
    return this.#received.has(subscriber)
  }

  delete(subscriber: Subscriber): void {
    this.#received.delete(subscriber)
  }

  /** Whether events were published that the subscriber has not been sent. True if it is not behind. */
  hasUnsent(subscriber: Subscriber): boolean {
    const received = this.#received.get(subscriber)
    if (received === undefined) return true
    for (const [log, seq] of received) if ((this.#order.head(log) ?? seq) > seq) return true
    return false
  }

  addLeftLog(left: LeftLog): void {
    this.#left.push(left)
  }

  /** Forgets the logs that were left before a time, as a replay no longer reads them. */
  sweep(from: number): void {
    this.#left = this.#left.filter(({ at }) => at >= from)
  }
}
