import type { Log, UserId } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import type { Encoded } from './encoded.ts'

/** One listener's way out. */
export interface Wire {
  readonly user: UserId
  readonly closed: boolean
  /** Live: hands the event over and never waits. */
  send(event: Encoded): void
  /** More waits in the buffer than a replay should add to. */
  readonly full: boolean
  /** Replay: resolves when the buffer has emptied, or the wire has closed. */
  drained(): Promise<void>
  /** From now on, what its door publishes to this log reaches it, too. */
  join(log: Log): void
  leave(log: Log): void
  /** Leaves all logs for a while, and answers which these were. */
  stepAside(): Iterable<Log>
  /** Closes it, and says why behind what was sent. */
  end(code: RefusalCode): void
  /** Whether it has joined. */
  hears(log: Log): boolean
}

/** A door's way to everyone of its own who listens to a log. */
export interface Outlet {
  publish(event: Encoded): void
  /** What passes: a wire that is slow may be spared it, and is never closed for it. */
  pass(log: Log, signal: string): void
  /** How many of its own listen to a log. */
  listeners(log: Log): number
}

/** One event to one wire: there is nothing more for whoever was deleted with it. */
export function hand(wire: Wire, event: Encoded): void {
  wire.send(event)
  if (event.ends === wire.user) wire.end('user_deleted')
}
