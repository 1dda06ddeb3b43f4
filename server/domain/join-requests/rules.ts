import type { JoinRequest, Member, Role, Room, Sender, User } from '../../../protocol/entities.ts'
import { isOpen } from '../../../protocol/entities.ts'
import type { JoinRequestId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { permits } from '../permissions.ts'
import type { Caller, Reader, Standing, Tx } from '../ports.ts'

type ById = `joinRequests.${'get' | 'accept' | 'decline' | 'delete'}`

/**
 * The standing of a user who may use the command in the room of a join request, which a transaction has locked then.
 * For other users the request does not exist: `not_found`.
 */
export async function visibleRequest(
  reader: Reader,
  { user }: Caller,
  id: JoinRequestId,
  command: ById,
): Promise<Standing> {
  const known = await reader.joinRequests.known(id)
  const standing = known && (await reader.rooms.standing(known.room, user.id))
  if (!known || !standing || !permits(command, standing.role, known.user.id === user.id))
    throw new Refusal('not_found')
  return standing
}

/** Call it when the room is locked: of two answers at once the second one is refused (`join_request_over`). */
export async function pendingRequest(reader: Reader, id: JoinRequestId): Promise<JoinRequest> {
  const request = await reader.joinRequests.get(id)
  if (request === undefined) throw new Refusal('join_request_over')
  return request
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
  await tx.joinRequests.end(request, 'accepted', by)
  return tx.members.add(room, user, 'member', by, true)
}

/**
 * Makes a user a member of a room that exists already. A join request of the user ends, and if one was declined for
 * good, the user can ask again later.
 */
export async function admit(
  tx: Tx,
  room: Room,
  user: User,
  role: Role,
  by: Sender,
  isOwn?: boolean,
): Promise<Member> {
  const last = isOpen(room.type) ? await tx.joinRequests.find(room.id, user.id) : undefined
  if (last?.state === 'pending') await tx.joinRequests.end(last.request, 'deleted', by)
  else if (last?.state === 'blocked') await tx.joinRequests.unblock(last.request)
  return tx.members.add(room, user, role, by, isOwn)
}
