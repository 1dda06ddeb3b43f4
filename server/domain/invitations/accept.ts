import type { Invitation } from '../../../protocol/entities.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { admit } from '../join-requests/rules.ts'
import type { Caller, Reader } from '../ports.ts'
import { notArchived, requireSpace } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { isOver } from './rules.ts'

/** A caller who is already a member uses nothing up. */
export const acceptInvitation: UseCase<'invitations.accept'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const invitation = await find(tx, caller, input)
    const standing = invitation && (await tx.rooms.standing(invitation.room, caller.user.id))
    // An invitation that never existed gets the same refusal as one that has ended.
    if (standing === undefined || invitation === undefined) throw new Refusal('invitation_over')
    const { room, me } = standing
    const existing = await tx.members.get(room.id, me.id)
    if (existing !== undefined) return { room, member: existing }
    notArchived(room)
    await requireSpace(tx, me.id, true)
    const user = (await tx.users.get(me.id)) ?? caller.user
    await tx.invitations.use(invitation, me.id)
    const member = await admit(tx, room, user, 'member', invitation.by, true)
    return { room: (await tx.rooms.get(room.id)) ?? room, member }
  })

async function find(
  reader: Reader,
  { user }: Caller,
  { code, invitation: id }: Parameters<typeof acceptInvitation>[0]['input'],
): Promise<Invitation | undefined> {
  const found =
    code !== undefined
      ? await reader.invitations.byCode(code)
      : id && (await reader.invitations.get(id))
  if (!found) return undefined
  // An invitation with a code can be accepted only by the code.
  const isMine = found.user === undefined ? code !== undefined : found.user === user.id
  return isMine && !isOver(found, reader.now) ? found : undefined
}
