import type { UserId } from '../../protocol/ids.ts'
import type { Subscriber } from './subscriber.ts'

/** How long the user of a stream that ended by plan is expected to connect again, in ms. */
const RECONNECT_MS = 5000

type Listener = (user: UserId) => void

/** The users that are connected to this node, and their live subscribers. */
export class ConnectedUsers {
  /** Most users have one subscriber: a set for each would cost memory. */
  readonly #subscribers = new Map<UserId, Subscriber | Set<Subscriber>>()
  /** Subscribers that ended by plan, and until when they are kept, by `performance.now()`. */
  readonly #expected = new Map<Subscriber, number>()
  readonly #onConnected: Listener[] = []
  readonly #onDisconnected: Listener[] = []

  onConnected(listener: Listener): void {
    this.#onConnected.push(listener)
  }

  onDisconnected(listener: Listener): void {
    this.#onDisconnected.push(listener)
  }

  has(user: UserId): boolean {
    return this.#subscribers.has(user)
  }

  subscribersOf(user: UserId): Iterable<Subscriber> {
    const subscribers = this.#subscribers.get(user)
    if (subscribers === undefined) return []
    return subscribers instanceof Set ? subscribers : [subscribers]
  }

  add(subscriber: Subscriber): void {
    const { user } = subscriber
    const present = this.#subscribers.get(user)
    if (present instanceof Set) present.add(subscriber)
    else if (present !== undefined) this.#subscribers.set(user, new Set([present, subscriber]))
    else {
      this.#subscribers.set(user, subscriber)
      for (const listener of this.#onConnected) listener(user)
    }
  }

  remove(subscriber: Subscriber): void {
    const { user } = subscriber
    const present = this.#subscribers.get(user)
    if (present instanceof Set) {
      present.delete(subscriber)
      if (present.size > 0) return
    } else if (present !== subscriber) return
    this.#subscribers.delete(user)
    for (const listener of this.#onDisconnected) listener(user)
  }

  expectReconnect(subscriber: Subscriber): void {
    this.#expected.set(subscriber, performance.now() + RECONNECT_MS)
  }

  /** Returns the expected subscribers whose time is over. */
  takeExpired(now: number): Subscriber[] {
    const expired: Subscriber[] = []
    for (const [subscriber, until] of this.#expected) {
      if (until > now) break // The map is in the order of these times.
      this.#expected.delete(subscriber)
      expired.push(subscriber)
    }
    return expired
  }
}
