import type { Log, UserId } from '../../protocol/ids.ts'
import type { MembershipBegan } from '../../protocol/memberships.ts'
import { type EncodedEvent, encode, receivable } from './encoded-event.ts'
import { type LogOrder, type LogSource, RETRY_MS } from './log-order.ts'
import type { RecentEvents } from './recent-events.ts'
import { type Subscriber, sendAllTo } from './subscriber.ts'

/** A membership that begins, and the user's subscribers, which are to receive the room's events. */
type RoomJoin = {
  readonly membership: MembershipBegan
  readonly subscribers: readonly Subscriber[]
}

/**
 * Subscribes live subscribers to a room that their user has joined, from `member.joined` on. This node may
 * have published less of the room's log than that, or more, or may not follow the log yet.
 */
export class RoomJoins {
  readonly #order: LogOrder
  readonly #recent: RecentEvents
  readonly #source: LogSource
  /** False for a subscriber that is closed or behind: one that is behind gets its rooms by its replay. */
  readonly #canJoin: (subscriber: Subscriber) => boolean
  readonly #onError: (error: unknown) => void
  /** By room: joins whose `member.joined` has not been published on this node yet. */
  readonly #awaited = new Map<Log, RoomJoin[]>()
  /** Joins for which the room's log is being read. */
  readonly #reading = new Set<RoomJoin>()
  /** The joins of one user are processed in their order: this is the end of the user's last one. */
  readonly #lastByUser = new Map<UserId, Promise<void>>()

  constructor(
    order: LogOrder,
    recent: RecentEvents,
    source: LogSource,
    canJoin: (subscriber: Subscriber) => boolean,
    onError: (error: unknown) => void,
  ) {
    this.#order = order
    this.#recent = recent
    this.#source = source
    this.#canJoin = canJoin
    this.#onError = onError
  }

  /** `subscribers`: all live subscribers of this user. */
  begin(membership: MembershipBegan, subscribers: readonly Subscriber[]): void {
    if (subscribers.length === 0) return
    const { user } = membership
    const join = { membership, subscribers }
    const previous = this.#lastByUser.get(user)
    if (previous === undefined && this.#joinFromMemory(join)) return
    this.#reading.add(join)
    const done = (previous ?? Promise.resolve())
      .then(() => this.#joinByReading(join))
      .catch(this.#onError)
      .finally(() => {
        this.#reading.delete(join)
        if (this.#lastByUser.get(user) === done) this.#lastByUser.delete(user)
      })
    this.#lastByUser.set(user, done)
  }

  await(join: RoomJoin): void {
    const { room } = join.membership
    const awaited = this.#awaited.get(room)
    if (awaited === undefined) this.#awaited.set(room, [join])
    else awaited.push(join)
  }

  /** This event is about to be published: subscribers that awaited it receive it as the room's first. */
  advanceTo({ log, seq }: EncodedEvent): void {
    const awaited = this.#awaited.get(log)
    if (awaited === undefined) return
    const later = awaited.filter(({ membership }) => membership.from > seq)
    if (later.length > 0) this.#awaited.set(log, later)
    else this.#awaited.delete(log)
    for (const { membership, subscribers } of awaited)
      if (membership.from === seq)
        for (const subscriber of subscribers)
          if (this.#canJoin(subscriber)) subscriber.subscribe(log)
  }

  /** Whether a subscriber is about to be subscribed to this log. */
  isAwaited(log: Log): boolean {
    if (this.#awaited.has(log)) return true
    for (const { membership } of this.#reading) if (membership.room === log) return true
    return false
  }

  /** Resolves when the joins that are being processed now are done. */
  async idle(): Promise<void> {
    await Promise.all(this.#lastByUser.values())
  }

  /** Returns false if the events from `member.joined` on are not in memory. */
  #joinFromMemory(join: RoomJoin): boolean {
    const { room, from } = join.membership
    const head = this.#order.isFollowed(room) ? this.#order.head(room) : undefined
    if (head === undefined) return false
    if (head < from) {
      this.await(join)
      return true
    }
    const events = this.#recent.after(room, from - 1)
    if (events === undefined) return false
    this.#replay(join, events)
    return true
  }

  async #joinByReading(join: RoomJoin): Promise<void> {
    const { room, from } = join.membership
    while (join.subscribers.some(this.#canJoin))
      try {
        if (this.#joinFromMemory(join)) return
        if (this.#order.head(room) === undefined) await this.#order.follow([room])
        const head = this.#order.head(room) ?? 0
        const events = (await this.#source.between(room, from, head)).map(encode)
        // Events that were published during the read.
        const rest = this.#order.head(room) === head ? [] : this.#recent.after(room, head)
        if (rest !== undefined && head >= from) return this.#replay(join, [...events, ...rest])
      } catch (error) {
        this.#onError(error)
        await Bun.sleep(RETRY_MS)
      }
  }

  /** `events`: the room's log from the beginning of the membership to the last published event. */
  #replay(
    { membership: { user, room }, subscribers }: RoomJoin,
    events: readonly EncodedEvent[],
  ): void {
    const { received, isMember } = receivable(events, user, false)
    for (const subscriber of subscribers) {
      // A subscriber that went live meanwhile has received these events by its own replay.
      if (!this.#canJoin(subscriber) || subscriber.isSubscribed(room)) continue
      sendAllTo(subscriber, received)
      if (isMember) subscriber.subscribe(room)
    }
  }
}
