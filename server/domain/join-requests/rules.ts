import type { JoinRequest, Member, Role, Room, Sender, User } from '../../../protocol/entities.ts'
import { isOpen } from '../../../protocol/entities.ts'
import type { JoinRequestId, UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { type Decision, decide, granted } from '../authorize.ts'
import { permits } from '../permissions.ts'
import type { Caller, Reader, Standing, Tx } from '../ports.ts'
import { notArchived } from '../rooms/rules.ts'
import { requireNotBanned } from '../sanctions/rules.ts'

export type JoinRequestCommand = `joinRequests.${'get' | 'accept' | 'decline' | 'delete'}`

/**
 * Decides whether a user may use the command in the room of a join request, which a transaction has locked then. For
 * users who do not see the request it does not exist: `not_found`.
 */
export async function decideOnRequest(
  reader: Reader,
  user: UserId,
  id: JoinRequestId,
  command: JoinRequestCommand,
): Promise<Decision<Standing>> {
  const known = await reader.joinRequests.known(id)
  const standing = known && (await reader.rooms.standing(known.room, user))
  if (!standing) return { rule: 'object', refusal: new Refusal('not_found') }
  if (known.user.id === user && permits(command, undefined, true)) return { rule: 'own', standing }
  const decision = decide(command, standing)
  return decision.refusal?.code === 'not_found' ? { ...decision, rule: 'object' } : decision
}

/** The standing of a user who may use the command. Refuses `not_found`, and `archived` for accepting. */
export async function visibleRequest(
  reader: Reader,
  { user }: Pick<Caller, 'user'>,
  id: JoinRequestId,
  command: JoinRequestCommand,
): Promise<Standing> {
  return granted(await decideOnRequest(reader, user.id, id, command))
}

/**
 * Call it when the room is locked: of two answers at once the second one is refused (`join_request_over`). A request
 * that is over cannot be read (`not_found`).
 */
export async function pendingRequest(
  reader: Reader,
  id: JoinRequestId,
  command?: JoinRequestCommand,
): Promise<JoinRequest> {
  const request = await reader.joinRequests.get(id)
  if (request === undefined)
    throw new Refusal(command === 'joinRequests.get' ? 'not_found' : 'join_request_over')
  return request
}

/**
 * The pending request of a user to a room, or undefined if the user can ask to join it. Refuses `forbidden` in a room
 * without requests, `archived` and `join_request_declined`.
 */
export async function requireAskable(
  reader: Reader,
  { room, me }: Standing,
): Promise<JoinRequest | undefined> {
  const last = await reader.joinRequests.find(room.id, me.id)
  if (last?.state === 'pending') return last.request
  if (room.entry !== 'request')
    throw new Refusal('forbidden', 'This room needs no join request: join it (members.join)')
  notArchived(room)
  if (last?.state === 'blocked') throw new Refusal('join_request_declined')
  return undefined
}

/** Refuses `join_request_required` in a room that is joined on request. */
export function requireNoRequest({ entry }: Room): void {
  if (entry === 'request') throw new Refusal('join_request_required')
}

/** Accepts a join request. It stays in the queue if the user is in as many rooms as allowed. */
export async function acceptRequest(
  tx: Tx,
  room: Room,
  request: JoinRequest,
  by: Sender,
): Promise<Member> {
  const user = await tx.users.get(request.user.id)
  if (user === undefined) throw new Error(`no user ${request.user.id}`)
  if ((await tx.rooms.countOf(user.id, true)) >= LIMITS.roomsPerUser)
    throw new Refusal(
      'too_many_rooms',
      `The user is in ${LIMITS.roomsPerUser} rooms already: accept the request when the user has left one`,
      undefined,
      { quota: 'roomsPerUser' },
    )
  await requireNotBanned(tx, room.id, user.id, by.id)
  await tx.joinRequests.end(request, 'accepted', by)
  return tx.members.add(room, user, 'member', by, true)
}

/**
 * Makes a user a member of a room that exists already. A join request of the user ends, and if one was declined for
 * good, the user can ask again later. Refuses `banned`.
 */
export async function admit(
  tx: Tx,
  room: Room,
  user: User,
  role: Role,
  by: Sender,
  isOwn?: boolean,
): Promise<Member> {
  await requireNotBanned(tx, room.id, user.id, by.id)
  const last = isOpen(room.type) ? await tx.joinRequests.find(room.id, user.id) : undefined
  if (last?.state === 'pending') await tx.joinRequests.end(last.request, 'deleted', by)
  else if (last?.state === 'blocked') await tx.joinRequests.unblock(last.request)
  return tx.members.add(room, user, role, by, isOwn)
}
