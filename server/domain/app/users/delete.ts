import { type RoomId, SYSTEM, type UserId } from '../../../../protocol/ids.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { eraseUser } from '../../erase-user.ts'
import { requireNotHeld } from '../../legal-holds/rules.ts'
import type { Store, Tx } from '../../ports.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** The seqs of a room that one transaction searches: others wait for it for some milliseconds. */
const SEQS_PER_STEP = 2000

/**
 * Deletes a user and erases their name, info, status and invitations. Their messages stay, unless `messages` deletes
 * them, too. Repeating the command continues an interrupted deletion.
 */
export const deleteUser: AppUseCase<'users.delete'> = async ({ store, caller, input }) => {
  const { user, messages } = input
  if (user === SYSTEM)
    throw new Refusal('forbidden', 'The system user cannot be deleted: name another user')
  const erase = async (tx: Tx) => {
    if (messages)
      for (const room of await tx.rooms.idsOf(user, 'ever'))
        await requireNotHeld(tx, { user, room })
    const isKnown = await eraseUser(tx, user)
    if (isKnown) tx.audit.add({ act: 'users.delete', ...byApp(caller), user, after: { messages } })
    return isKnown
  }
  if (!(await store.write(erase)))
    throw new Refusal('not_found', 'No user has this id: check the id')
  if (!messages) return {}
  const rooms = await store.read((reader) => reader.rooms.idsOf(user, 'ever'))
  for (const room of rooms) await eraseMessages(store, room, user)
  return {}
}

async function eraseMessages(store: Store, id: RoomId, sender: UserId): Promise<void> {
  for (let from = 0, end = 1; from < end; from += SEQS_PER_STEP)
    end = await store.write(async (tx) => {
      await requireNotHeld(tx, { user: sender, room: id })
      const standing = await tx.rooms.standing(id, SYSTEM)
      if (standing === undefined) return 0 // the room was deleted with its messages
      const messages = await tx.messages.ofSender(id, sender, from, from + SEQS_PER_STEP)
      for (const message of messages) await tx.messages.delete(message, standing.me, undefined)
      return standing.room.seq
    })
}
