import { notDm, requireSpace } from '../../rooms/rules.ts'
import { existingUser } from '../../users/rules.ts'
import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** Adding somebody who is there changes their role at most. */
export const addMember: AppUseCase<'members.add'> = ({ store, input }) =>
  store.write(async (tx) => {
    const { room, me } = await inRoom(tx, input.room)
    notDm(room.type)
    const { role } = input
    const there = await tx.members.get(room.id, input.user)
    if (there === undefined) {
      const user = await existingUser(tx, input.user)
      await requireSpace(tx, user.id)
      return tx.members.add(room, user, role ?? 'member', me)
    }
    if (role === undefined || role === there.role) return there
    return tx.members.updateRole(room.id, input.user, role, me)
  })
