import type { UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'

/**
 * What things take of a rate, in commands: a command of the usual kind is some 0.3 ms of CPU, and none
 * takes more than 4 ms for each unit of its price. `bench/prices.ts` measures it, command by command.
 */

/** A message that is indexed: 16 KiB of a script without spaces take some 10 ms, of English 2. */
export const priceOfText = (text: string): number => {
  const bytes = Buffer.byteLength(text)
  return bytes / 8192 + (bytes - text.length) / 768
}

/** A request body: it is read, decoded, scanned and parsed. One whose length is not known counts as the largest. */
export function priceOfBody({ headers }: Request): number {
  const length = headers.get('content-length')
  const bytes = headers.has('transfer-encoding') ? LIMITS.bodyBytes : Number(length ?? 0)
  return bytes > SMALL_BODY ? Math.min(bytes, 4 * LIMITS.bodyBytes) / (64 * 1024) : 0
}
const SMALL_BODY = 16 * 1024

/** Events that a command caused, each with its row, its encoding and its way to those who listen: up to 0.15 ms. */
export const priceOfEvents = (events: number): number => Math.max(0, events - 1) / 12

/** An event that goes out to all who listen: up to 20 µs each, and 16 KiB to a thousand of them 25 ms more. */
export const priceOfFanout = (chars: number, listeners: number): number =>
  listeners / 150 + (chars * listeners) / (1024 * 1024)

/** An answer, by its characters: messages of 16 KiB are read, hydrated and encoded at up to 0.2 ms a KiB. */
export const priceOfAnswer = (chars: number): number => chars / (20 * 1024)

/** A connection reads where each of its user's rooms stands, and then what was missed. */
export const priceOfOpening = ({ logs, events }: { logs: number; events: number }): number =>
  logs / 40 + events / 100

/** The bucket that a user's connections are opened from: whoever comes back may still speak. */
export const openingKeyOf = (user: UserId): string => `open ${user}`
