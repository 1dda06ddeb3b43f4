import type { UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'

/**
 * Prices, in commands. A usual command takes about 0.3 ms of CPU, and no command takes more than 4 ms for
 * each unit of its price. `bench/prices.ts` measures every command.
 */

/** Indexing a text: 16 KiB of a script without spaces take about 10 ms, of English 2 ms. */
export const priceOfText = (text: string): number => {
  const bytes = Buffer.byteLength(text)
  return bytes / 8192 + (bytes - text.length) / 768
}

/** Reading, decoding and parsing a request body. A body of unknown length counts as the largest. */
export function priceOfBody({ headers }: Request): number {
  const length = headers.get('content-length')
  const bytes = headers.has('transfer-encoding') ? LIMITS.bodyBytes : Number(length ?? 0)
  return bytes > SMALL_BODY ? Math.min(bytes, 4 * LIMITS.bodyBytes) / (64 * 1024) : 0
}
/** Bodies up to this size are free, in bytes. */
const SMALL_BODY = 16 * 1024

/** The events of a command: each takes up to 0.15 ms for its row, its encoding and its delivery. */
export const priceOfEvents = (events: number): number => Math.max(0, events - 1) / 12

/** The fan-out of one event: up to 20 µs for each subscriber, and 25 ms more for 16 KiB to a thousand subscribers. */
export const priceOfFanout = (chars: number, subscribers: number): number =>
  subscribers / 150 + (chars * subscribers) / (1024 * 1024)

/** An answer, by its characters: reading, hydrating and encoding messages of 16 KiB takes up to 0.2 ms a KiB. */
export const priceOfAnswer = (chars: number): number => chars / (20 * 1024)

/** Opening a connection: the server reads the last seq of each of the user's rooms, and the missed events. */
export const priceOfOpening = ({ logs, events }: { logs: number; events: number }): number =>
  logs / 40 + events / 100

/** The bucket for opening a user's connections. It is separate, so that a user who reconnects can still send. */
export const openingKeyOf = (user: UserId): string => `open ${user}`
