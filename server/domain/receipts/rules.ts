import { Refusal } from '../../../protocol/refusals.ts'
import type { Pointers, Reader } from '../ports.ts'
import { isLive, type MemberStanding } from '../rooms/rules.ts'

export async function pointersOf(reader: Reader, { room, me }: MemberStanding): Promise<Pointers> {
  const pointers = await reader.receipts.pointers(room.id, me.id)
  if (pointers === undefined) throw new Refusal('not_found')
  return pointers
}

/** Whether the others hear how far somebody has come. */
export const tells = ({ room }: MemberStanding, { preferences }: Pointers): boolean =>
  preferences.receipts === 'public' && isLive(room, 'receipts')

/** What was said before one's time is no more unread than it is seen. */
export const unreadAfter = (
  reader: Reader,
  { room, me, from }: MemberStanding,
  seq: number,
): Promise<number> => reader.receipts.unread(room.id, me.id, Math.max(seq, from - 1))

/** After this seq stands what is unread: after the pointer or one's own mark, and within one's time. */
export const unreadSince = (
  { from }: MemberStanding,
  { readSeq, unreadFrom = readSeq + 1 }: Pointers,
): number => Math.max(Math.min(readSeq, unreadFrom - 1), from - 1)
