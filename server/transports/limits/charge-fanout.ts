import type { Services } from '../services.ts'
import { priceOfFanout } from './prices.ts'

/** To so few it is no more than the command itself costs, unless it is large. */
const FEW = 100
const LARGE_CHARS = 64 * 1024

/** Whoever does something that goes out to many is charged for it, on each node for those who listen there. */
export function chargeFanout({ hub, rateLimiter }: Pick<Services, 'rateLimiter' | 'hub'>): void {
  hub.onPublished(({ actor, log, text }) => {
    const listeners = hub.subscriberCount(log)
    if (actor === undefined || (listeners <= FEW && text.length * listeners <= LARGE_CHARS)) return
    rateLimiter.charge(actor, priceOfFanout(text.length, listeners))
  })
}
