import type { House } from './door.ts'
import { priceOfSpread } from './prices.ts'

/** Less than this is no more than the command itself costs, in characters. */
const LITTLE = 64 * 1024

/** Whoever does something that goes out to many is charged for it, on each node for those who listen there. */
export function chargeSpread({ hub, flood }: Pick<House, 'hub' | 'flood'>): void {
  hub.onDelivered(({ actor, log, text }) => {
    const chars = text.length * hub.listeners(log)
    if (actor !== undefined && chars > LITTLE) flood.charge(actor, priceOfSpread(chars))
  })
}
