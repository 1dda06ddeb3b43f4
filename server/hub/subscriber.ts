import type { Log, SessionId, UserId } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { type EncodedEvent, versionFor } from './encoded-event.ts'

/** One connection that receives the events of some logs: a socket, a stream or a subscription. */
export interface Subscriber {
  readonly user: UserId
  /** The session that the connection was opened with; undefined for users without an account. */
  readonly session: SessionId | undefined
  readonly isClosed: boolean
  /** Sends an event and never waits. */
  send(event: EncodedEvent): void
  /** The same for several events, in as few writes as possible. */
  sendAll(events: readonly EncodedEvent[]): void
  /** Sends an ephemeral event, unless the send buffer is full. */
  sendEphemeral(payload: string): void
  /** The send buffer holds so much that a replay must pause. */
  readonly isFull: boolean
  /** Resolves when the send buffer is empty, or the subscriber has closed. */
  drained(): Promise<void>
  /** From now on the subscriber receives what its transport's fan-out publishes to this log. */
  subscribe(log: Log): void
  unsubscribe(log: Log): void
  /** Unsubscribes from all logs and returns them. */
  unsubscribeAll(): Iterable<Log>
  /** Closes the connection. The refusal follows everything that was sent before. */
  end(code: RefusalCode): void
  isSubscribed(log: Log): boolean
}

/** Sends events to all subscribers of one transport that are subscribed to a log. */
export interface Fanout {
  /** `except`: subscribers, of any transport, that do not receive it. */
  publish(event: EncodedEvent, except?: ReadonlySet<Subscriber>): void
  /** May skip slow subscribers; it never closes one. `except`: as for `publish`. */
  sendEphemeral(log: Log, payload: string, except?: ReadonlySet<Subscriber>): void
  subscriberCount(log: Log): number
}

/**
 * Sends events to one subscriber, in its user's version. The end of its session, of its user and a ban are the last
 * event that it receives.
 */
export function sendAllTo(subscriber: Subscriber, events: readonly EncodedEvent[]): void {
  const last = events.findIndex((event) => endOf(subscriber, event) !== undefined)
  const sent = last === -1 ? events : events.slice(0, last + 1)
  subscriber.sendAll(sent.map((event) => versionFor(event, subscriber.user)))
  const end = sent[last]
  if (end !== undefined) endAfter(subscriber, end)
}

/** Ends a subscriber whose session or user has ended with this event. */
export function endAfter(subscriber: Subscriber, event: EncodedEvent): void {
  const code = endOf(subscriber, event)
  if (code !== undefined) subscriber.end(code)
}

function endOf(
  { user, session }: Subscriber,
  { deletedUser, ended, bannedUser }: EncodedEvent,
): RefusalCode | undefined {
  if (deletedUser === user) return 'user_deleted'
  if (bannedUser === user) return 'banned'
  return ended?.user === user && ended.session === session ? 'session_ended' : undefined
}
