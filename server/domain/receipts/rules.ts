import type { Room } from '../../../protocol/entities.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Pointers, Reader, Tx } from '../ports.ts'
import { isLive, type MemberStanding, noRoom } from '../rooms/rules.ts'

export async function pointersOf(reader: Reader, { room, me }: MemberStanding): Promise<Pointers> {
  const pointers = await reader.receipts.pointers(room.id, me.id)
  if (pointers === undefined) throw noRoom()
  return pointers
}

/** Whether the others hear how far somebody has come. */
export const tells = ({ room }: MemberStanding, { preferences }: Pointers): boolean =>
  preferences.receipts === 'public' && isLive(room, 'receipts')

export function notAhead(room: Room, seq: number): void {
  if (seq > room.seq)
    throw new Refusal('read_ahead', `The room is at seq ${room.seq}: send at most that`)
}

export function notBehind(readSeq: number, seq: number): void {
  if (seq < readSeq)
    throw new Refusal(
      'read_behind',
      `You have read up to seq ${readSeq} already: send that or more`,
    )
}

/** What may not be seen is not unread. */
export const unreadAfter = (
  reader: Reader,
  { room, me, from }: MemberStanding,
  seq: number,
): Promise<number> => reader.receipts.countUnread(room.id, me.id, Math.max(seq, from - 1))

/** A member's read pointer as unread is counted by it: history from before they joined is read. */
export const readUntil = ({ joinedSeq }: MemberStanding, readSeq: number): number =>
  Math.max(readSeq, joinedSeq)

/** The pointer moves forward only, and not past the room's end. It takes away "unread from here". */
export async function moveReadPointer(
  tx: Tx,
  standing: MemberStanding,
  seq: number,
): Promise<{ readSeq: number; unread: number }> {
  const { room, me } = standing
  const pointers = await pointersOf(tx, standing)
  notAhead(room, seq)
  notBehind(pointers.readSeq, seq)
  const told = tells(standing, pointers)
  // Who read in private and now reads in the open has something to tell, at the same place.
  const isNews = seq > pointers.readSeq || (told && seq > pointers.shownSeq)
  if (isNews || pointers.unreadFrom !== undefined)
    await tx.receipts.setRead(room.id, me, seq, pointers, told)
  return { readSeq: seq, unread: await unreadAfter(tx, standing, readUntil(standing, seq)) }
}

/** All there is to read. Reading is itself told in the room's log, and nothing to be read. */
export async function readToEnd(
  tx: Tx,
  standing: MemberStanding,
): Promise<{ readonly wasUnread: boolean; readonly readSeq: number }> {
  const { readSeq, unreadFrom } = await pointersOf(tx, standing)
  const read = readUntil(standing, readSeq)
  const wasUnread = unreadFrom !== undefined || (await unreadAfter(tx, standing, read)) > 0
  if (!wasUnread) return { wasUnread, readSeq }
  const { seq } = standing.room
  await moveReadPointer(tx, standing, seq)
  return { wasUnread, readSeq: seq }
}

/** After this seq stands what is unread: after the pointer or one's own mark, and where one may see it. */
export function unreadSince(
  standing: MemberStanding,
  { readSeq, unreadFrom }: Pick<Pointers, 'readSeq' | 'unreadFrom'>,
): number {
  const read = readUntil(standing, readSeq)
  const marked = unreadFrom === undefined ? read : unreadFrom - 1
  return Math.max(Math.min(read, marked), standing.from - 1)
}
