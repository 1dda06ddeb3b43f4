import type { Invitation } from '../../../protocol/entities.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Caller, Reader } from '../ports.ts'
import { hasSpace, notArchived } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { isOver } from './rules.ts'

/** Who is in the room already uses nothing up. */
export const acceptInvitation: UseCase<'invitations.accept'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const invitation = await find(tx, caller, input)
    const standing = invitation && (await tx.rooms.standing(invitation.room, caller.user.id))
    // One that never was and one that has ended are told alike.
    if (standing === undefined || invitation === undefined) throw new Refusal('invitation_over')
    const { room, me } = standing
    const there = await tx.members.get(room.id, me.id)
    if (there !== undefined) return { room, member: there }
    notArchived(room)
    await hasSpace(tx, me.id)
    const user = (await tx.users.get(me.id)) ?? caller.user
    await tx.invitations.use(invitation, me.id)
    const member = await tx.members.add(room, user, 'member', invitation.by)
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
  // One with a code is opened by its code alone.
  const isMine = found.user === undefined ? code !== undefined : found.user === user.id
  return isMine && !isOver(found, reader.now) ? found : undefined
}
