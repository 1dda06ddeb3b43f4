import { admit } from '../../join-requests/rules.ts'
import { changeRole } from '../../members/rules.ts'
import { notDm, requireSpace } from '../../rooms/rules.ts'
import { existingUser } from '../../users/rules.ts'
import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** For an existing member only the role can change. */
export const addMember: AppUseCase<'members.add'> = ({ store, input }) =>
  store.write(async (tx) => {
    const { room, me } = await inRoom(tx, input.room)
    notDm(room.type)
    const { role } = input
    const member = await tx.members.get(room.id, input.user)
    if (member !== undefined) return changeRole(tx, room, member, role ?? member.role, me)
    const user = await existingUser(tx, input.user)
    await requireSpace(tx, user.id, false)
    return admit(tx, room, user, role ?? 'member', me)
  })
