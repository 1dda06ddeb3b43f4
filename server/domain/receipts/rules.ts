import type { Room } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Pointers, Reader, Tx } from '../ports.ts'
import { isLive, type MemberStanding, noRoom } from '../rooms/rules.ts'

/** The key of writes that change the pointers of a member (see `Store.write`). */
export const keyOfPointers = (room: RoomId, user: UserId): string => `pointers ${room} ${user}`

export async function pointersOf(reader: Reader, { room, me }: MemberStanding): Promise<Pointers> {
  const pointers = await reader.receipts.pointers(room.id, me.id)
  if (pointers === undefined) throw noRoom()
  return pointers
}

/** Whether other members see the read and delivered pointers of this member. */
export const sharesReceipts = ({ room }: MemberStanding, { preferences }: Pointers): boolean =>
  preferences.receipts === 'public' && isLive(room, 'receipts')

export function notAhead(room: Room, seq: number): void {
  if (seq > room.seq)
    throw new Refusal('read_ahead', `The last seq of the room is ${room.seq}: send at most that`)
}

export function notBehind(readSeq: number, seq: number): void {
  if (seq < readSeq)
    throw new Refusal(
      'read_behind',
      `The read pointer is already at seq ${readSeq}: send that seq or a later one`,
    )
}

/** The number of unread messages after a seq. Messages that the member may not see do not count. */
export const unreadAfter = (
  reader: Reader,
  { room, me, from }: MemberStanding,
  seq: number,
): Promise<number> => reader.receipts.countUnread(room.id, me.id, Math.max(seq, from - 1))

/** The seq up to which messages count as read. Messages from before the joining count as read. */
export const readUntil = ({ joinedSeq }: MemberStanding, readSeq: number): number =>
  Math.max(readSeq, joinedSeq)

/** The pointer moves forward only, and not past the room's end. The move removes the "unread from here" mark. */
export async function moveReadPointer(
  tx: Tx,
  standing: MemberStanding,
  seq: number,
): Promise<{ readSeq: number; unread: number }> {
  const pointers = await pointersOf(tx, standing)
  notAhead(standing.room, seq)
  notBehind(pointers.readSeq, seq)
  await movePointer(tx, standing, pointers, seq)
  return { readSeq: seq, unread: await unreadAfter(tx, standing, readUntil(standing, seq)) }
}

async function movePointer(
  tx: Tx,
  standing: MemberStanding,
  pointers: Pointers,
  seq: number,
): Promise<void> {
  const { room, me } = standing
  const isPublic = sharesReceipts(standing, pointers)
  // A member whose receipts became public publishes the same seq, which others have not seen yet.
  const moves = seq > pointers.readSeq || (isPublic && seq > pointers.shownSeq)
  if (moves || pointers.unreadFrom !== undefined)
    await tx.receipts.setRead(room.id, me, seq, pointers, isPublic)
}

/**
 * Marks everything as read. A room without unread messages is left alone: a receipt is itself an event of the log, so
 * the pointer would never reach its end.
 */
export async function readToEnd(
  tx: Tx,
  standing: MemberStanding,
): Promise<{ readonly wasUnread: boolean; readonly readSeq: number }> {
  const pointers = await pointersOf(tx, standing)
  const { readSeq, unreadFrom } = pointers
  const read = readUntil(standing, readSeq)
  const wasUnread = unreadFrom !== undefined || (await unreadAfter(tx, standing, read)) > 0
  if (!wasUnread) return { wasUnread, readSeq }
  const { seq } = standing.room
  await movePointer(tx, standing, pointers, seq)
  return { wasUnread, readSeq: seq }
}

/** The seq after which messages are unread: the read pointer, or the "unread from here" mark. */
export function unreadSince(
  standing: MemberStanding,
  { readSeq, unreadFrom }: Pick<Pointers, 'readSeq' | 'unreadFrom'>,
): number {
  const read = readUntil(standing, readSeq)
  const marked = unreadFrom === undefined ? read : unreadFrom - 1
  return Math.max(Math.min(read, marked), standing.from - 1)
}
