import type { Sender } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader, Store, Tx } from '../ports.ts'
import { type MemberStanding, outranks, withRights } from '../rooms/rules.ts'
import { higherRole, requireLowerOnServer } from '../sanctions/rules.ts'

/** The seqs of a room that one transaction searches: others wait for it for some milliseconds. */
export const SEQS_PER_STRIDE = 200

/** The seqs of a room that one read searches: it reads no texts. */
const SEQS_PER_LOOK = 5000

/**
 * The seq after which a room goes on with a message of the user, up to `to`; undefined if there is none. What others have
 * sent is passed over without transactions.
 */
export async function beforeNext(
  store: Store,
  { room, user, from, to }: { room: RoomId; user: UserId; from: number; to: number },
): Promise<number | undefined> {
  for (let after = from; after < to; after += SEQS_PER_LOOK) {
    const until = Math.min(to, after + SEQS_PER_LOOK)
    const seq = await store.read((reader) => reader.messages.firstOf(room, user, after, until))
    if (seq !== undefined) return seq - 1
  }
  return undefined
}

/** Deletes the messages of a user in one stride, so that nobody can restore them. Returns their number. */
export async function deleteStride(
  tx: Tx,
  { room, user, from }: { readonly room: RoomId; readonly user: UserId; readonly from: number },
  by: Sender,
): Promise<number> {
  const until = from + SEQS_PER_STRIDE
  const messages = await tx.messages.ofSender(room, user, from, until)
  for (const message of messages) await tx.messages.delete(message, by, undefined)
  await tx.erasures.eraseTrash(room, user, from, until)
  return messages.length
}

/** `room`: without it, all rooms. */
export type AllMessages = {
  readonly room?: RoomId | undefined
  readonly user: UserId
  readonly by: UserId
}

/** Lets a job delete the messages. At most one such job waits for each user and room, however often this is called. */
export async function deleteLater(tx: Tx, { room, user, by }: AllMessages): Promise<void> {
  const uniqueKey = `messages.deleteAll:${room ?? ''}:${user}`
  await tx.jobs.add('messages.deleteAll', { room, user, by }, { uniqueKey })
}

/**
 * Refuses `forbidden` unless the role of the user is lower than that of this member of the staff, and `not_found` for
 * users who were never in the room.
 */
export async function requireLowerAuthor(
  reader: Reader,
  { room, me, rights, serverRole }: MemberStanding,
  id: UserId,
): Promise<void> {
  requireOtherAuthor(me.id, id)
  if (!(await reader.members.isKnown(room.id, id)))
    throw new Refusal('not_found', 'The user was never a member of the room: check the id')
  const found = await reader.rooms.standing(room.id, id)
  // A deleted user has no role.
  if (found === undefined) return
  const { role } = found
  if (role === undefined) return requireLowerOnServer(serverRole, found.serverRole)
  const other = withRights({ ...found, role }).rights
  if (!outranks(rights, other) || other === 'owner') throw higherRole()
}

export function requireOtherAuthor(me: UserId, id: UserId): void {
  if (me === id)
    throw new Refusal(
      'forbidden',
      'This is for messages of others: delete your own ones by their ids (messages.delete)',
    )
}
