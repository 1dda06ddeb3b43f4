import { Refusal } from '../../../../protocol/refusals.ts'
import { deleteLater } from '../../all-messages/rules.ts'
import { requireNotHeld } from '../../legal-holds/rules.ts'
import { byApp, inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** A job deletes the messages, in a room or in all. Refuses `legal_hold`; a room under a hold is left out of all. */
export const deleteAllMessages: AppUseCase<'messages.deleteAll'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { room, user } = input
    if (room !== undefined) await inRoom(tx, room)
    if ((await tx.users.get(user)) === undefined)
      throw new Refusal('not_found', 'No user has this id: check the id')
    await requireNotHeld(tx, { user, room })
    const act = byApp(caller)
    await deleteLater(tx, { room, user, by: act.by })
    tx.audit.add({ act: 'messages.deleteAll', ...act, room, user })
    return {}
  })
