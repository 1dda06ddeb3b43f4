import { Refusal } from '../../../protocol/refusals.ts'
import { authorizeOnServer } from '../authorize.ts'
import { requireNotHeld } from '../legal-holds/rules.ts'
import { requireLowerOnServer } from '../sanctions/rules.ts'
import { type UseCase, WORK } from '../use-case.ts'
import { deleteLater, requireOtherAuthor } from './rules.ts'

/** The job looks in so many rooms for the price of one command. */
const ROOMS_PER_COMMAND = 5

/** A job deletes the messages in all rooms. Refuses `legal_hold`; a room under a hold is left out. */
export const deleteAllOnServer: UseCase<'serverMessages.deleteAll'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { user } = input
    const by = caller.user.id
    const me = await tx.users.get(by)
    authorizeOnServer('serverMessages.deleteAll', me)
    requireOtherAuthor(by, user)
    const author = await tx.users.get(user)
    if (author === undefined) throw new Refusal('not_found', 'No user has this id: check the id')
    requireLowerOnServer(me?.role, author.role)
    await requireNotHeld(tx, { user })
    await deleteLater(tx, { user, by })
    tx.audit.add({ act: 'serverMessages.deleteAll', by, user })
    const rooms = await tx.rooms.idsOf(user, 'ever')
    return { [WORK]: rooms.length / ROOMS_PER_COMMAND }
  })
