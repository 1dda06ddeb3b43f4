import { listen } from '../hub/listen.ts'
import type { Live, Since } from '../hub/moment.ts'
import type { Wire } from '../hub/wire.ts'
import type { House } from './door.ts'
import { openingOf, priceOfOpening } from './prices.ts'

/**
 * Joins a connection to what its user may receive, and counts what that took. Refuses `flood`, and a
 * cursor that is not ours.
 */
export async function openWire(
  { hub, past, flood }: House,
  wire: Wire,
  since: Since,
): Promise<Live | { readonly reset: string }> {
  const key = openingOf(wire.user)
  flood.take(key)
  return listen(hub, past, wire, since, (read) => flood.charge(key, priceOfOpening(read)))
}
