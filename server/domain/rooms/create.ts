import type { User } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader } from '../ports.ts'
import type { UseCase } from '../use-case.ts'
import { senderOf } from './rules.ts'

export const createRoom: UseCase<'rooms.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const me = await existing(tx, caller.user.id)
    const others = new Set(input.members?.filter((id) => id !== me.id))
    const key = input.type === 'dm' ? pair(me.id, input.members[0]) : undefined
    const found = key === undefined ? undefined : await tx.roomByKey(key)
    if (found !== undefined) return { made: false, value: found }

    const people: User[] = []
    for (const id of others) people.push(await existing(tx, id))
    for (const user of [me, ...people]) await hasSpace(tx, user.id)
    const name = input.type === 'dm' ? undefined : input.name
    const room = await tx.createRoom(
      { type: input.type, name, data: input.data, ...(key && { key }) },
      senderOf(me),
    )
    // A dm's two people are equals, and nobody may delete it for the other.
    await tx.addMember(room, me, input.type === 'dm' ? 'member' : 'owner', senderOf(me))
    for (const user of people) await tx.addMember(room, user, 'member', senderOf(me))
    return { made: true, value: { ...room, seq: room.seq + 1 + people.length } }
  })

/** The same whoever begins. Ids hold no spaces. */
function pair(a: UserId, b: UserId | undefined): string {
  if (b === undefined || a === b)
    throw new Refusal('invalid_input', 'A dm has another person in it')
  return `dm ${a < b ? `${a} ${b}` : `${b} ${a}`}`
}

async function existing(reader: Reader, id: UserId): Promise<User> {
  const user = await reader.user(id)
  if (user === undefined) throw new Refusal('not_found', 'There is no such user')
  return user
}

async function hasSpace(reader: Reader, user: UserId): Promise<void> {
  if ((await reader.countRooms(user)) >= LIMITS.roomsPerUser) throw new Refusal('too_many_rooms')
}
