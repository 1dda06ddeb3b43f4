import type { User } from '../../../protocol/entities.ts'
import { hasSpace } from '../members/rules.ts'
import type { UseCase } from '../use-case.ts'
import { existing } from '../users/rules.ts'
import { pairOf, senderOf } from './rules.ts'

export const createRoom: UseCase<'rooms.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const me = await existing(tx, caller.user.id)
    const others = new Set(input.members?.filter((id) => id !== me.id))
    const key = input.type === 'dm' ? pairOf(me.id, input.members[0]) : undefined
    const found = key === undefined ? undefined : await tx.rooms.byKey(key)
    if (found !== undefined) return { made: false, value: found }

    const people: User[] = []
    for (const id of others) people.push(await existing(tx, id))
    for (const user of [me, ...people]) await hasSpace(tx, user.id)
    const { members: _, ...settings } = input
    let room = await tx.rooms.create({ ...settings, ...(key && { key }) }, senderOf(me))
    for (const user of [me, ...people]) {
      // A dm's two people are equals, and nobody may delete it for the other.
      const role = user === me && input.type !== 'dm' ? 'owner' : 'member'
      await tx.members.add(room, user, role, senderOf(me))
      room = { ...room, memberCount: room.memberCount + 1, seq: room.seq + 1 }
    }
    return { made: true, value: room }
  })
