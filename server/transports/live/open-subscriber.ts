import { subscribe } from '../../hub/catch-up.ts'
import type { LivePosition, ResumePoint } from '../../hub/resume-point.ts'
import type { Subscriber } from '../../hub/subscriber.ts'
import { openingKeyOf, priceOfOpening } from '../limits/prices.ts'
import type { Services } from '../services.ts'

/**
 * Joins a connection to what its user may receive, and counts what that took. Refuses `rate_limited`, and a
 * cursor that is not ours.
 */
export async function openSubscriber(
  { hub, replaySource, rateLimiter }: Services,
  subscriber: Subscriber,
  since: ResumePoint,
): Promise<LivePosition | { readonly reset: string }> {
  const key = openingKeyOf(subscriber.user)
  rateLimiter.take(key)
  return subscribe(hub, replaySource, subscriber, since, (read) =>
    rateLimiter.charge(key, priceOfOpening(read)),
  )
}
