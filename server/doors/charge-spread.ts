import type { House } from './door.ts'
import { priceOfSpread } from './prices.ts'

/** To so few it is no more than the command itself costs, unless it is large. */
const FEW = 100
const LARGE_CHARS = 64 * 1024

/** Whoever does something that goes out to many is charged for it, on each node for those who listen there. */
export function chargeSpread({ hub, flood }: Pick<House, 'hub' | 'flood'>): void {
  hub.onDelivered(({ actor, log, text }) => {
    const listeners = hub.listeners(log)
    if (actor === undefined || (listeners <= FEW && text.length * listeners <= LARGE_CHARS)) return
    flood.charge(actor, priceOfSpread(text.length, listeners))
  })
}
