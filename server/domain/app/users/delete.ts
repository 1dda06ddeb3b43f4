import { type RoomId, SYSTEM, type UserId } from '../../../../protocol/ids.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { takeOut } from '../../members/rules.ts'
import type { Store, Tx } from '../../ports.ts'
import { senderOf } from '../../rooms/rules.ts'
import { inRoom, system } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** What messages say who it was by. */
const NOBODY = 'Deleted user'
/** Seqs of a room that are looked through in one transaction: some milliseconds that others wait. */
const STRIDE = 2000

/**
 * A user goes for good, and with them all that says who they were. What they said stays in its place,
 * unless it is to go, too. Once more, it goes on where it was interrupted.
 */
export const deleteUser: AppUseCase<'users.delete'> = async ({ store, input }) => {
  const { user, messages } = input
  if (user === SYSTEM)
    throw new Refusal('forbidden', 'The server itself acts as this user: name another one')
  await store.write((tx) => forget(tx, user))
  if (!messages) return {}
  const rooms = await store.read((reader) => reader.rooms.idsOf(user, 'ever'))
  for (const room of rooms) await erase(store, room, user)
  return {}
}

async function forget(tx: Tx, id: UserId): Promise<void> {
  const before = await tx.users.get(id)
  if (before === undefined) throw new Refusal('not_found', 'There is no such user: check the id')
  if (before.deletedAt !== undefined) return
  // First of all it takes the user's own lock: who is being added to a room just now is added before.
  const user = await tx.users.update(before, { name: NOBODY, info: undefined })
  const by = await system(tx)
  for (const of of await tx.rooms.idsOf(id, 'now')) {
    const { room } = await inRoom(tx, of)
    const { role } = (await tx.members.get(of, id)) ?? {}
    if (role) await takeOut(tx, { room, role }, senderOf(user), by)
  }
  for (const invitation of await tx.invitations.of(id, tx.now))
    await tx.invitations.end(invitation, SYSTEM)
  await tx.presence.forget(id)
  await tx.users.delete(user)
}

async function erase(store: Store, id: RoomId, sender: UserId): Promise<void> {
  for (let from = 0, end = 1; from < end; from += STRIDE)
    end = await store.write(async (tx) => {
      const standing = await tx.rooms.standing(id, SYSTEM)
      if (standing === undefined) return 0 // the room is gone, and all that was said in it
      const said = await tx.messages.ofSender(id, sender, from, from + STRIDE)
      for (const message of said) await tx.messages.delete(message, standing.me, undefined)
      return standing.room.seq
    })
}
