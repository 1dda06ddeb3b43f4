import type { Room, User } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Policy, Tx } from '../ports.ts'
import { requireQuota } from '../quotas/rules.ts'
import { addableUsers, addMissing } from '../requests/rules.ts'
import type { UseCase } from '../use-case.ts'
import { existingUser } from '../users/rules.ts'
import { createWithMembers, dmKey, senderOf } from './rules.ts'

export const createRoom: UseCase<'rooms.create'> = ({ store, policy, caller, input }) =>
  store.write(async (tx) => {
    const me = await existingUser(tx, caller.user.id)
    const others = new Set(input.members?.filter((id) => id !== me.id))
    const [other] = others
    const key = input.type === 'dm' ? dmKey(me.id, input.members[0]) : undefined
    const found = key === undefined ? undefined : await tx.rooms.byKey(key)
    if (found !== undefined && other !== undefined)
      return { made: false, value: await startAgain(tx, policy, found, me, other) }

    // Nobody owns a dm.
    if (input.type !== 'dm') await requireQuota(tx, policy, me.id, 'rooms')
    // The two users of a dm have the same rights, and neither can delete it for the other.
    const mine = input.type === 'dm' ? 'member' : 'owner'
    const users = await addableUsers(tx, policy, me.id, others)
    const members = [
      { user: me, role: mine } as const,
      ...users.map((user) => ({ user, role: 'member' }) as const),
    ]
    const { members: _, ...settings } = input
    const room = { ...settings, ...(key && { key }) }
    return { made: true, value: await createWithMembers(tx, room, members, senderOf(me)) }
  })

/** The caller comes back to a dm. Another user who left it comes back only by themselves, unless requests are off. */
async function startAgain(
  tx: Tx,
  policy: Policy,
  dm: Room,
  me: User,
  other: UserId,
): Promise<Room> {
  await tx.rooms.lock([dm.id])
  const isMember = (user: UserId) => tx.members.get(dm.id, user)
  const isOtherThere = (await isMember(other)) !== undefined
  const isDeleted = (await tx.users.get(other))?.deletedAt !== undefined
  if (isDeleted && (await isMember(me.id)) !== undefined) return dm
  if (!isOtherThere && policy.requests) throw new Refusal('consent_required')
  const members = [
    { user: me, isOwn: true },
    { user: await existingUser(tx, other), isOwn: false },
  ]
  return addMissing(tx, dm, members, senderOf(me))
}
