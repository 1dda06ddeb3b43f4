import { subscribe } from '../../hub/catch-up.ts'
import type { LivePosition, ResumePoint } from '../../hub/resume-point.ts'
import type { Subscriber } from '../../hub/subscriber.ts'
import { openingKeyOf, priceOfOpening } from '../limits/prices.ts'
import type { Services } from '../services.ts'

/** Begins with a snapshot: no events are replayed. */
export const FROM_SNAPSHOT: ResumePoint = { cursor: undefined, received: new Map() }

/**
 * Subscribes a connection to all logs that its user may receive, and charges the user for the reading. If
 * the missed events cannot be replayed, calls `onReset` and begins with a snapshot. Refuses `rate_limited`
 * and `invalid_cursor`.
 */
export async function openSubscriber(
  services: Services,
  subscriber: Subscriber,
  since: ResumePoint,
  onReset: (reason: string) => void,
): Promise<LivePosition> {
  const { hub, replaySource, rateLimiter } = services
  const key = openingKeyOf(subscriber.user)
  rateLimiter.take(key)
  const position = await subscribe(hub, replaySource, subscriber, since, (read) =>
    rateLimiter.charge(key, priceOfOpening(read)),
  )
  if (!('reset' in position)) return position
  onReset(position.reset)
  return openSubscriber(services, subscriber, FROM_SNAPSHOT, onReset)
}
