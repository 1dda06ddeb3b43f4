import type { Log, UserId } from '../../protocol/ids.ts'
import type { MembershipBegan } from '../../protocol/memberships.ts'
import { type EncodedEvent, encode, receivable } from './encoded-event.ts'
import { type LogOrder, type LogSource, RETRY_MS } from './log-order.ts'
import type { RecentEvents } from './recent-events.ts'
import { type Subscriber, sendTo } from './subscriber.ts'

/** A membership that begins, and the connections that are to hear of it. */
type RoomJoin = { readonly begins: MembershipBegan; readonly subscribers: readonly Subscriber[] }

/**
 * How connections that are live come to hear one more room: from the joining on, whether the room's log
 * is behind that here, at hand, past it, or not followed yet.
 */
export class RoomJoins {
  readonly #order: LogOrder
  readonly #recent: RecentEvents
  readonly #source: LogSource
  /** Not one that is closed, nor one that is behind: the log tells that one of its rooms. */
  readonly #canJoin: (subscriber: Subscriber) => boolean
  readonly #onError: (error: unknown) => void
  /** Those whose room's log has not come to their beginning yet, here. */
  readonly #awaited = new Map<Log, RoomJoin[]>()
  /** Those that are being read from the room's log. */
  readonly #reading = new Set<RoomJoin>()
  /** Each user's are dealt with in their order: the last one that is not over yet. */
  readonly #lasts = new Map<UserId, Promise<void>>()

  constructor(
    order: LogOrder,
    recent: RecentEvents,
    truth: LogSource,
    canJoin: (subscriber: Subscriber) => boolean,
    onError: (error: unknown) => void,
  ) {
    this.#order = order
    this.#recent = recent
    this.#source = truth
    this.#canJoin = canJoin
    this.#onError = onError
  }

  /** `subscribers`: all of this user's that are live. */
  begin(begins: MembershipBegan, subscribers: readonly Subscriber[]): void {
    if (subscribers.length === 0) return
    const { user } = begins
    const joining = { begins, subscribers }
    const before = this.#lasts.get(user)
    if (before === undefined && this.#join(joining)) return
    this.#reading.add(joining)
    const over = (before ?? Promise.resolve())
      .then(() => this.#joinByReading(joining))
      .catch(this.#onError)
      .finally(() => {
        this.#reading.delete(joining)
        if (this.#lasts.get(user) === over) this.#lasts.delete(user)
      })
    this.#lasts.set(user, over)
  }

  await(joining: RoomJoin): void {
    const { room } = joining.begins
    const awaited = this.#awaited.get(room)
    if (awaited === undefined) this.#awaited.set(room, [joining])
    else awaited.push(joining)
  }

  /** A room's log has come to this event, and it is about to go out: who awaited it hears it as the first. */
  advanceTo({ log, seq }: EncodedEvent): void {
    const awaited = this.#awaited.get(log)
    if (awaited === undefined) return
    const left = awaited.filter(({ begins }) => begins.from > seq)
    if (left.length > 0) this.#awaited.set(log, left)
    else this.#awaited.delete(log)
    for (const { begins, subscribers } of awaited)
      if (begins.from === seq)
        for (const subscriber of subscribers)
          if (this.#canJoin(subscriber)) subscriber.subscribe(log)
  }

  /** Whether somebody is about to hear this log. */
  isAwaited(log: Log): boolean {
    if (this.#awaited.has(log)) return true
    for (const { begins } of this.#reading) if (begins.room === log) return true
    return false
  }

  /** Resolves when nothing is being read any more of what is now. */
  async idle(): Promise<void> {
    await Promise.all(this.#lasts.values())
  }

  /** Answers whether it could be done with what is at hand. */
  #join(joining: RoomJoin): boolean {
    const { room, from } = joining.begins
    const head = this.#order.isFollowed(room) ? this.#order.head(room) : undefined
    if (head === undefined) return false
    if (head < from) {
      this.await(joining)
      return true
    }
    const told = this.#recent.after(room, from - 1)
    if (told === undefined) return false
    this.#replay(joining, told)
    return true
  }

  async #joinByReading(joining: RoomJoin): Promise<void> {
    const { room, from } = joining.begins
    while (joining.subscribers.some(this.#canJoin))
      try {
        if (this.#join(joining)) return
        if (this.#order.head(room) === undefined) await this.#order.follow([room])
        const head = this.#order.head(room) ?? 0
        const told = (await this.#source.between(room, from, head)).map(encode)
        // What went out while it was read.
        const rest = this.#order.head(room) === head ? [] : this.#recent.after(room, head)
        if (rest !== undefined && head >= from) return this.#replay(joining, [...told, ...rest])
      } catch (error) {
        this.#onError(error)
        await Bun.sleep(RETRY_MS)
      }
  }

  /** A room's log from the beginning of a membership up to what went out last. */
  #replay({ begins: { user, room }, subscribers }: RoomJoin, told: readonly EncodedEvent[]): void {
    const { received, hearing } = receivable(told, user, false)
    for (const subscriber of subscribers) {
      // One that came meanwhile had all of this replayed.
      if (!this.#canJoin(subscriber) || subscriber.isSubscribed(room)) continue
      for (const event of received) sendTo(subscriber, event)
      if (hearing) subscriber.subscribe(room)
    }
  }
}
