import { catchUp } from '../hub/listen.ts'
import type { Wire } from '../hub/wire.ts'
import { refusalOf } from './answer.ts'
import type { House } from './door.ts'

/** A live connection is full: the log tells it the rest, as fast as it reads, until it is live again. */
export async function fallBehind(house: House, wire: Wire): Promise<void> {
  const { hub, past } = house
  if (wire.closed || hub.isBehind(wire)) return
  try {
    const failed = await catchUp(hub, past, wire)
    // It has missed more than is replayed: it comes back, and is told so.
    if (failed !== undefined) wire.end('unavailable')
  } catch (error) {
    wire.end(refusalOf(error, house).code)
  }
}
