import type { Log, UserId } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import type { EncodedEvent } from './encoded-event.ts'

/** One listener's way out. */
export interface Subscriber {
  readonly user: UserId
  readonly isClosed: boolean
  /** Live: hands the event over and never waits. */
  send(event: EncodedEvent): void
  /** More waits in the buffer than a replay should add to. */
  readonly isFull: boolean
  /** Replay: resolves when the buffer has emptied, or the subscriber has closed. */
  drained(): Promise<void>
  /** From now on, what its transport publishes to this log reaches it, too. */
  subscribe(log: Log): void
  unsubscribe(log: Log): void
  /** Leaves all logs for a while, and answers which these were. */
  unsubscribeAll(): Iterable<Log>
  /** Closes it, and says why behind what was sent. */
  end(code: RefusalCode): void
  /** Whether it has joined. */
  isSubscribed(log: Log): boolean
}

/** A transport's way to everyone of its own who listens to a log. */
export interface Fanout {
  publish(event: EncodedEvent): void
  /** What passes: a subscriber that is slow may be spared it, and is never closed for it. */
  sendEphemeral(log: Log, signal: string): void
  /** How many of its own listen to a log. */
  subscriberCount(log: Log): number
}

/** One event to one subscriber: there is nothing more for whoever was deleted with it. */
export function sendTo(subscriber: Subscriber, event: EncodedEvent): void {
  subscriber.send(event)
  if (event.deletedUser === subscriber.user) subscriber.end('user_deleted')
}
