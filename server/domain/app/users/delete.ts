import { type RoomId, SYSTEM, type UserId } from '../../../../protocol/ids.ts'
import { LIMITS } from '../../../../protocol/limits.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { endMembership } from '../../members/rules.ts'
import type { Store, Tx } from '../../ports.ts'
import { senderOf } from '../../rooms/rules.ts'
import { inRoom, system } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** The name that the messages of a deleted user show. */
const DELETED_NAME = 'Deleted user'
const ERASED = {
  name: DELETED_NAME,
  info: undefined,
  handle: undefined,
  locale: undefined,
  timeZone: undefined,
}
/** The seqs of a room that one transaction searches: others wait for it for some milliseconds. */
const SEQS_PER_STEP = 2000

/**
 * Deletes a user and erases their name, info, status and invitations. Their messages stay, unless `messages` deletes
 * them, too. Repeating the command continues an interrupted deletion.
 */
export const deleteUser: AppUseCase<'users.delete'> = async ({ store, input }) => {
  const { user, messages } = input
  if (user === SYSTEM)
    throw new Refusal('forbidden', 'The system user cannot be deleted: name another user')
  await store.write((tx) => eraseUser(tx, user))
  if (!messages) return {}
  const rooms = await store.read((reader) => reader.rooms.idsOf(user, 'ever'))
  for (const room of rooms) await eraseMessages(store, room, user)
  return {}
}

async function eraseUser(tx: Tx, id: UserId): Promise<void> {
  const before = await tx.users.get(id)
  if (before === undefined) throw new Refusal('not_found', 'No user has this id: check the id')
  if (before.deletedAt !== undefined) return
  // The update comes first, as it locks the user's log: a room to which the user is being added is seen below.
  const user = await tx.users.update(before, ERASED)
  const by = await system(tx)
  for (const roomId of await tx.rooms.lock(await tx.rooms.idsOf(id, 'now'))) {
    const { room } = await inRoom(tx, roomId)
    const { role } = (await tx.members.get(roomId, id)) ?? {}
    if (role) await endMembership(tx, { room, role }, senderOf(user), by)
  }
  for (const invitation of await tx.invitations.of(id, tx.now))
    await tx.invitations.end(invitation, SYSTEM)
  await deleteRequests(tx, id)
  await tx.users.delete(user)
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

async function eraseMessages(store: Store, id: RoomId, sender: UserId): Promise<void> {
  for (let from = 0, end = 1; from < end; from += SEQS_PER_STEP)
    end = await store.write(async (tx) => {
      const standing = await tx.rooms.standing(id, SYSTEM)
      if (standing === undefined) return 0 // the room was deleted with its messages
      const messages = await tx.messages.ofSender(id, sender, from, from + SEQS_PER_STEP)
      for (const message of messages) await tx.messages.delete(message, standing.me, undefined)
      return standing.room.seq
    })
}
