import { SYSTEM } from '../../../protocol/ids.ts'
import type { Services } from '../services.ts'
import { priceOfFanout } from './prices.ts'

/** Up to so many subscribers the fan-out costs no more than the command itself, unless the event is large. */
const FREE_SUBSCRIBERS = 100
/** Characters of an event times its subscribers, up to which the fan-out is free. */
const FREE_CHARS = 64 * 1024

/** Charges the actor of an event for its fan-out. Each node charges for its own subscribers. */
export function chargeFanout({
  hub,
  rateLimiter,
  usage,
}: Pick<Services, 'rateLimiter' | 'usage' | 'hub'>): void {
  hub.onPublished(({ actor, log, text }) => {
    if (actor === undefined || actor === SYSTEM) return
    const subscribers = hub.subscriberCount(log)
    if (subscribers > 0) usage.add(actor, 'eventsPerDay', subscribers)
    if (subscribers <= FREE_SUBSCRIBERS && text.length * subscribers <= FREE_CHARS) return
    rateLimiter.charge(actor, priceOfFanout(text.length, subscribers))
  })
}
