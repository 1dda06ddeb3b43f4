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
  op: Op,
  status: number,
  bytes: number,
): void {
  if (!isNew(op, status)) return
  if (bytes > 0) usage.add(user, 'textBytesPerDay', bytes)
  if (op.spends?.includes('roomsPerDay')) usage.add(user, 'roomsPerDay', 1)
}

/** How many of the events that a command has recorded count. */
export const countedEvents = (op: Op, status: number, recorded: number): number =>
  op.countsAsOne ? Number(isNew(op, status)) : recorded

const isNew = ({ status: statuses }: Op, status: number): boolean =>
  status === (typeof statuses === 'number' ? statuses : statuses[0])

function bytesOf(input: unknown): number {
  // The schema has parsed the input: these fields have these types in every command, which a lookup cannot express.
  const {
    text = '',
    answer = '',
    data,
  } = input as { readonly text?: string; readonly answer?: string; readonly data?: unknown }
  return Buffer.byteLength(text + answer + (data === undefined ? '' : JSON.stringify(data)))
}
