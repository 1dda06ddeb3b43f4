import { authorize } from '../authorize.ts'
import { requireNotHeld } from '../legal-holds/rules.ts'
import { type UseCase, WORK } from '../use-case.ts'
import { deleteLater, requireLowerAuthor } from './rules.ts'

/** The job looks through so many seqs for the price of one command. */
const SEQS_PER_COMMAND = 20_000

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
    return { [WORK]: standing.room.seq / SEQS_PER_COMMAND }
  })
