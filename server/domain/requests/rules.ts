import type { ContactRequest, Room, Sender, User } from '../../../protocol/entities.ts'
import type { RequestId, UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Policy, Reader, StoredRequest, Tx } from '../ports.ts'
import { createWithMembers, dmKey, requireSpace } from '../rooms/rules.ts'
import { existingUser } from '../users/rules.ts'

/**
 * The users whom the caller may put into a room. Refuses `consent_required`, with one answer for users who
 * must be asked and for those who do not exist. If requests are off, everybody may be added, and `not_found` is refused.
 */
export async function addableUsers(
  reader: Reader,
  policy: Policy,
  by: UserId,
  ids: Iterable<UserId>,
): Promise<User[]> {
  const users: User[] = []
  for (const id of ids) {
    // @planted consent
    if (policy.requests && !(await mayAdd(reader, id, by))) throw new Refusal('consent_required')
    users.push(await existingUser(reader, id))
  }
  return users
}

async function mayAdd(reader: Reader, id: UserId, by: UserId): Promise<boolean> {
  if (await reader.blocks.has(id, by)) return false
  const reach = await reader.requests.reach(id, by)
  if (reach === undefined) return false
  return reach.isAccepted || (reach.sharesRoom && reach.requestsFrom !== 'nobody')
}

/** Whether a request or invitation is kept from the user to whom it is sent. The sender does not notice. */
export async function isDropped(reader: Reader, id: UserId, by: UserId): Promise<boolean> {
  if ((await reader.sanctions.on(by, 'shadow_ban', undefined)) !== undefined) return true
  if (await reader.blocks.has(id, by)) return true
  const reach = await reader.requests.reach(id, by)
  if (reach === undefined) return true
  const { requestsFrom, isAccepted, sharesRoom } = reach
  if (requestsFrom === 'nobody' && !isAccepted) return true
  if (requestsFrom === 'rooms' && !isAccepted && !sharesRoom) return true
  return reader.requests.isRefused(by, id, reader.now - LIMITS.requestMs)
}

/** A request that its asker, or the asked user, can still act on. Refuses `not_found`. */
export async function pendingRequest(
  reader: Reader,
  id: RequestId,
  mayAct: (stored: StoredRequest) => boolean,
): Promise<StoredRequest> {
  const stored = await reader.requests.get(id, reader.now)
  if (stored === undefined || !mayAct(stored))
    throw new Refusal('not_found', 'You have no pending request with this id: list your requests')
  return stored
}

type RequestCommand = `requests.${'get' | 'accept' | 'decline' | 'delete'}`

const MAY_ACT: Readonly<
  Record<RequestCommand, (user: UserId) => (stored: StoredRequest) => boolean>
> = {
  'requests.get': (user) => (stored) => isTo(user)(stored) || isFrom(user)(stored),
  'requests.accept': (user) => isTo(user),
  'requests.decline': (user) => isTo(user),
  'requests.delete': (user) => isFrom(user),
}

/** A pending request on which a user can act with this command. Refuses `not_found`. */
export const requestOf = (
  reader: Reader,
  user: UserId,
  id: RequestId,
  command: RequestCommand,
): Promise<StoredRequest> => pendingRequest(reader, id, MAY_ACT[command](user))

/** The dm of a request that the user has accepted. */
export async function acceptedRoom(
  reader: Reader,
  user: UserId,
  id: RequestId,
): Promise<Room | undefined> {
  const stored = await reader.requests.get(id, reader.now)
  return stored?.request.user === user && stored.room ? reader.rooms.get(stored.room) : undefined
}

const isTo =
  (user: UserId) =>
  ({ request, pendingFor }: StoredRequest): boolean =>
    pendingFor.asked && request.user === user

const isFrom =
  (user: UserId) =>
  ({ request, pendingFor }: StoredRequest): boolean =>
    pendingFor.asker && request.from.id === user

/** Accepts a request: both users are members of their dm. */
export async function acceptRequest(tx: Tx, request: ContactRequest, by: Sender): Promise<Room> {
  // The room is one that both users want, so it uses up the quota of each.
  const members = [
    { user: await existingUser(tx, request.user), isOwn: true },
    { user: await existingUser(tx, request.from.id), isOwn: true },
  ]
  const key = dmKey(request.user, request.from.id)
  const found = await tx.rooms.byKey(key)
  const room =
    found === undefined
      ? await createWithMembers(tx, { type: 'dm', key }, members.map(asMember), by)
      : await addMissing(tx, found, members, by)
  await tx.requests.accept(request, room)
  return room
}

type DmMember = { readonly user: User; readonly isOwn: boolean }
const asMember = (member: DmMember) => ({ ...member, role: 'member' }) as const

/** Adds the users of a dm who are not its members. */
export async function addMissing(
  tx: Tx,
  dm: Room,
  members: readonly DmMember[],
  by: Sender,
): Promise<Room> {
  await tx.rooms.lock([dm.id])
  for (const { user, isOwn } of members) {
    if ((await tx.members.get(dm.id, user.id)) !== undefined) continue
    await requireSpace(tx, user.id, isOwn)
    const room = (await tx.rooms.get(dm.id)) ?? dm
    await tx.members.add(room, user, 'member', by, isOwn)
  }
  return (await tx.rooms.get(dm.id)) ?? dm
}
