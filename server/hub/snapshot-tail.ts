import { byTime } from '../../protocol/by-time.ts'
import { type Log, membershipsOf, type UserId } from '../../protocol/ids.ts'
import type { MembershipBegan } from '../../protocol/memberships.ts'
import { type EncodedEvent, receivable } from './encoded-event.ts'
import type { LogOrder } from './log-order.ts'
import type { RecentEvents } from './recent-events.ts'

/** The most that is sent at once when a subscriber goes live, in characters. More is read from the log. */
const TAIL_CHARS = 256 * 1024

type Positions = ReadonlyMap<Log, number>

/** What a user receives that was published on this node since a snapshot. */
export type SnapshotTail = {
  /** In the order of time over all logs: the cursor of each event covers all events before it. */
  readonly events: readonly EncodedEvent[]
  /** The logs that the user may receive after these events. */
  readonly logs: readonly Log[]
  /** Memberships whose `member.joined` has not been published on this node yet. */
  readonly awaited: readonly MembershipBegan[]
}

/** Reads tails from the memory of recent events. */
export class SnapshotTails {
  readonly #order: LogOrder
  readonly #recent: RecentEvents

  constructor(order: LogOrder, recent: RecentEvents) {
    this.#order = order
    this.#recent = recent
  }

  /**
   * `evictions`: as noted before the snapshot was read. Returns undefined if an event since then may not be
   * in memory, and if the tail is too long to be sent at once.
   */
  read(user: UserId, positions: Positions, evictions: number): SnapshotTail | undefined {
    const memberships = this.#newMemberships(user, positions, evictions)
    if (memberships === undefined) return undefined
    const unsorted: EncodedEvent[] = []
    const logs: Log[] = []
    for (const [log, position] of [...positions, ...memberships.starts]) {
      if (log === membershipsOf(user)) continue
      const wasMember = positions.has(log)
      const published = wasMember
        ? this.#eventsAfter(log, position, evictions)
        : this.#recent.after(log, position)
      if (published === undefined) return undefined
      const { received, isMember } = receivable(published, user, wasMember)
      unsorted.push(...received)
      if (isMember) logs.push(log)
    }
    const events = byTime(unsorted)
    if (events.reduce((chars, { text }) => chars + text.length, 0) > TAIL_CHARS) return undefined
    return { events, logs, awaited: memberships.awaited }
  }

  /**
   * The memberships that began since the snapshot. `starts`: the last seq before each membership, for logs
   * that the snapshot does not contain.
   */
  #newMemberships(user: UserId, positions: Positions, evictions: number) {
    const memberships = membershipsOf(user)
    const position = positions.get(memberships) ?? 0
    const events = this.#eventsAfter(memberships, position, evictions)
    if (events === undefined) return undefined
    const starts = new Map<Log, number>()
    const awaited: MembershipBegan[] = []
    for (const { membershipBegan } of events) {
      if (membershipBegan === undefined) continue
      const { room, from } = membershipBegan
      const head = this.#order.isFollowed(room)
        ? (this.#order.head(room) ?? positions.get(room))
        : undefined
      if (head === undefined) return undefined
      if (from > head) awaited.push(membershipBegan)
      else if (!positions.has(room) && !starts.has(room)) starts.set(room, from - 1)
    }
    return { starts, awaited }
  }

  /** The events of a log that were published after a seq. */
  #eventsAfter(log: Log, seq: number, evictions: number): readonly EncodedEvent[] | undefined {
    const head = this.#order.head(log)
    if (head === undefined) return this.#recent.evictions === evictions ? [] : undefined
    // The snapshot is ahead of this node: the live subscribers are yet to receive what was replayed here.
    if (head < seq) return undefined
    return head === seq ? [] : this.#recent.after(log, seq)
  }
}
