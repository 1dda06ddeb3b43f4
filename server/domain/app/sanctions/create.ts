import { Refusal } from '../../../../protocol/refusals.ts'
import { requireSpaceForNetwork, targetIn } from '../../networks.ts'
import { notDm, senderOf } from '../../rooms/rules.ts'
import { impose, imposeInRoom, sanctionDetails } from '../../sanctions/rules.ts'
import { existingUser } from '../../users/rules.ts'
import { byApp, inRoom, system } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** The app can ban everybody but the last administrator. In a room it can ban users who have never been there. */
export const createSanction: AppUseCase<'sanctions.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const at = input.room === undefined ? undefined : await inRoom(tx, input.room)
    const target = targetIn(input)
    if (at !== undefined) notDm(at.room.type)
    if (at !== undefined && input.kind === 'shadow_ban')
      throw new Refusal('invalid_input', 'A shadow ban is for the whole server: leave out room', {
        room: 'must be left out for a shadow ban',
      })
    if (target.addresses !== undefined) {
      if (at !== undefined)
        throw new Refusal(
          'invalid_input',
          'A network is banned from the whole server: leave out room',
          {
            room: 'must be left out for addresses',
          },
        )
      await requireSpaceForNetwork(tx)
    }
    const found = target.user === undefined ? undefined : await existingUser(tx, target.user)
    if (found?.role === 'administrator' && at === undefined) {
      await tx.users.lockRoles()
      if ((await tx.users.countRole('administrator')) === 1) throw new Refusal('last_administrator')
    }
    const user = found && senderOf(found)
    const { addresses } = target
    const member = at && user && (await tx.members.get(at.room.id, user.id))
    if (input.kind === 'mute' && at !== undefined && member === undefined)
      throw new Refusal('not_found', 'The user is not a member of the room: check the id')
    const sanction =
      at !== undefined && user !== undefined
        ? await imposeInRoom(tx, input, { room: at.room, user, role: member?.role }, at.me)
        : await impose(
            tx,
            input,
            { ...(user && { user }), ...(addresses && { addresses }) },
            await system(tx),
          )
    tx.audit.add({
      act: 'sanctions.create',
      ...byApp(caller),
      room: at?.room.id,
      user: user?.id,
      target: sanction.id,
      reason: input.reason,
      after: sanctionDetails(sanction),
    })
    return sanction
  })
