import { changeRole, existingMember } from '../../members/rules.ts'
import { notDm } from '../../rooms/rules.ts'
import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** The last owner's role can change, too: another member becomes owner then. */
export const updateMember: AppUseCase<'members.update'> = ({ store, input }) =>
  store.write(async (tx) => {
    const { room, me } = await inRoom(tx, input.room)
    notDm(room.type)
    const member = await existingMember(tx, room.id, input.user)
    return changeRole(tx, room, member, input.role, me)
  })
