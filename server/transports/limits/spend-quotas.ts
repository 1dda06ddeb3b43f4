import type { UserId } from '../../../protocol/ids.ts'
import type { Op } from '../../../protocol/op.ts'
import type { DailyUsage } from './daily-usage.ts'

/** Refuses `quota_reached`. Returns the bytes of text and data that the command sends, if they count. */
export function requireQuotas(
  usage: DailyUsage,
  user: UserId,
  { spends = [] }: Op,
  input: unknown,
): number {
  const bytes = spends.includes('textBytesPerDay') ? bytesOf(input) : 0
  usage.require(user, bytes > 0 ? spends : spends.filter((quota) => quota !== 'textBytesPerDay'))
  return bytes
}

/** Counts what a command has created. A repeated command that found what the first one created counts nothing. */
export function spendQuotas(
  usage: DailyUsage,
  user: UserId,
  { spends = [], status: statuses }: Op,
  status: number,
  bytes: number,
): void {
  if (status !== (typeof statuses === 'number' ? statuses : statuses[0])) return
  if (bytes > 0) usage.add(user, 'textBytesPerDay', bytes)
  if (spends.includes('roomsPerDay')) usage.add(user, 'roomsPerDay', 1)
}

function bytesOf(input: unknown): number {
  // The schema has parsed the input: these fields have these types in every command, which a lookup cannot express.
  const {
    text = '',
    answer = '',
    data,
  } = input as { readonly text?: string; readonly answer?: string; readonly data?: unknown }
  return Buffer.byteLength(text + answer + (data === undefined ? '' : JSON.stringify(data)))
}
