import { SYSTEM, type UserId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { inRoom, system } from './app/rules.ts'
import { addDeletion } from './exports/rules.ts'
import { endMembership } from './members/rules.ts'
import type { Tx } from './ports.ts'
import { senderOf } from './rooms/rules.ts'

const ERASED = {
  /** The name that the messages of a deleted user show. */
  name: 'Deleted user',
  info: undefined,
  role: undefined,
  handle: undefined,
  locale: undefined,
  timeZone: undefined,
}

/** Erases a user's name, info, status and invitations. Returns false if no user has the id. Refuses `legal_hold`. */
export async function eraseUser(tx: Tx, id: UserId): Promise<boolean> {
  const before = await tx.users.lock(id)
  if (before === undefined) return false
  if (before.deletedAt !== undefined) return true
  if (await tx.legalHolds.isHeld({ user: id })) throw new Refusal('legal_hold')
  // The update comes first, as it locks the user's log: a room to which the user is being added is seen below.
  const user = await tx.users.update(before, ERASED)
  const by = await system(tx)
  const rooms = await tx.rooms.idsOf(id, 'now')
  const requests = await tx.joinRequests.ofUser(id)
  for (const roomId of await tx.rooms.lock([...rooms, ...requests.map(({ room }) => room)])) {
    const { room } = await inRoom(tx, roomId)
    const { role } = (await tx.members.get(roomId, id)) ?? {}
    if (role) await endMembership(tx, { room, role }, senderOf(user), by)
  }
  for (const request of await tx.joinRequests.ofUser(id))
    await tx.joinRequests.end(request, 'deleted', by)
  for (const invitation of await tx.invitations.of(id, tx.now))
    await tx.invitations.end(invitation, SYSTEM)
  await deleteRequests(tx, id)
  if (await tx.exports.end(id, undefined)) await addDeletion(tx)
  await tx.users.delete(user)
  return true
}

/** The users who were asked receive an event for each request. */
async function deleteRequests(tx: Tx, id: UserId): Promise<void> {
  for (let after: string | undefined = '~'; after !== undefined; ) {
    const page: Awaited<ReturnType<Tx['requests']['from']>> = await tx.requests.from(
      id,
      { after, limit: LIMITS.pageMax },
      tx.now,
    )
    for (const { id: request } of page.items) {
      const stored = await tx.requests.get(request, tx.now)
      if (stored !== undefined) await tx.requests.delete(stored)
    }
    after = page.next
  }
}
