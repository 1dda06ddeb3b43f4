import { requireQuota } from '../quotas/rules.ts'
import type { UseCase } from '../use-case.ts'
import { existingUser } from '../users/rules.ts'
import { createWithMembers, dmKey, senderOf } from './rules.ts'

export const createRoom: UseCase<'rooms.create'> = ({ store, policy, caller, input }) =>
  store.write(async (tx) => {
    const me = await existingUser(tx, caller.user.id)
    const others = new Set(input.members?.filter((id) => id !== me.id))
    const key = input.type === 'dm' ? dmKey(me.id, input.members[0]) : undefined
    const found = key === undefined ? undefined : await tx.rooms.byKey(key)
    // A caller who left the dm after the other user was deleted is refused below: that user no longer exists.
    if (found !== undefined && (await tx.members.get(found.id, me.id)) !== undefined)
      return { made: false, value: found }

    // Nobody owns a dm.
    if (input.type !== 'dm') await requireQuota(tx, policy, me.id, 'rooms')
    // The two users of a dm have the same rights, and neither can delete it for the other.
    const mine = input.type === 'dm' ? 'member' : 'owner'
    const members = [{ user: me, role: mine }] as Parameters<typeof createWithMembers>[2][number][]
    for (const id of others) members.push({ user: await existingUser(tx, id), role: 'member' })
    const { members: _, ...settings } = input
    const room = { ...settings, ...(key && { key }) }
    return { made: true, value: await createWithMembers(tx, room, members, senderOf(me)) }
  })
