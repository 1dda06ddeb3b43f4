import { authorize } from '../authorize.ts'
import { admit } from '../join-requests/rules.ts'
import { addableUsers } from '../requests/rules.ts'
import { requireSpace } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** Adding a member again changes nothing. */
export const addMember: UseCase<'members.add'> = ({ store, policy, caller, input }) =>
  store.write(async (tx) => {
    const standing = await tx.rooms.standing(input.room, caller.user.id)
    const { room, me } = authorize('members.add', standing)
    const member = await tx.members.get(room.id, input.user)
    if (member !== undefined) return member
    const [user] = await addableUsers(tx, policy, me.id, [input.user])
    if (user === undefined) throw new Error(`no user ${input.user}`)
    await requireSpace(tx, user.id, false)
    tx.audit.add({ act: 'members.add', by: me.id, room: room.id, user: user.id })
    return admit(tx, room, user, 'member', me)
  })
