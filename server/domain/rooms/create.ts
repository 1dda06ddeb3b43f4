import type { UseCase } from '../use-case.ts'
import { existing } from '../users/rules.ts'
import { establish, pairOf, senderOf } from './rules.ts'

export const createRoom: UseCase<'rooms.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const me = await existing(tx, caller.user.id)
    const others = new Set(input.members?.filter((id) => id !== me.id))
    const key = input.type === 'dm' ? pairOf(me.id, input.members[0]) : undefined
    const found = key === undefined ? undefined : await tx.rooms.byKey(key)
    // Who has left a dm, as the other person was deleted, is told that there is no such user.
    if (found !== undefined && (await tx.members.get(found.id, me.id)) !== undefined)
      return { made: false, value: found }

    // A dm's two people are equals, and nobody may delete it for the other.
    const mine = input.type === 'dm' ? 'member' : 'owner'
    const people = [{ user: me, role: mine }] as Parameters<typeof establish>[2][number][]
    for (const id of others) people.push({ user: await existing(tx, id), role: 'member' })
    const { members: _, ...settings } = input
    const room = { ...settings, ...(key && { key }) }
    return { made: true, value: await establish(tx, room, people, senderOf(me)) }
  })
