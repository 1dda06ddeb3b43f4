import { authorize } from '../authorize.ts'
import { requireNotHeld } from '../legal-holds/rules.ts'
import type { UseCase } from '../use-case.ts'
import { deleteLater, requireLowerAuthor } from './rules.ts'

/** A job deletes the messages. Refuses `legal_hold`. */
export const deleteAllMessages: UseCase<'messages.deleteAll'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { room, user } = input
    const standing = authorize('messages.deleteAll', await tx.rooms.standing(room, caller.user.id))
    await requireLowerAuthor(tx, standing, user)
    await requireNotHeld(tx, { user, room })
    const by = standing.me.id
    await deleteLater(tx, { room, user, by })
    tx.audit.add({ act: 'messages.deleteAll', by, room, user })
    return {}
  })
