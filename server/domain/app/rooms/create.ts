import type { Room } from '../../../../protocol/entities.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import type { Tx } from '../../ports.ts'
import { addMissing } from '../../requests/rules.ts'
import { createWithMembers, dmKey, isOver } from '../../rooms/rules.ts'
import { existingUser } from '../../users/rules.ts'
import { system } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

type Input = Parameters<typeof createRoom>[0]['input']

/** The room has the owners that the app names, or none. */
export const createRoom: AppUseCase<'rooms.create'> = ({ store, input }) =>
  store.write(async (tx) => {
    const key = keyOf(input)
    const found = key === undefined ? undefined : await tx.rooms.byKey(key)
    if (found !== undefined) return { made: false, value: await complete(tx, found, input) }
    const { members: _, key: __, ...settings } = { key: undefined, ...input }
    const room = { ...settings, ...(key !== undefined && { key }) }
    return {
      made: true,
      value: await createWithMembers(tx, room, await membersOf(tx, input), await system(tx)),
    }
  })

/** The users of a dm who left it come back, unless they were deleted. */
async function complete(tx: Tx, found: Room, input: Input): Promise<Room> {
  if (input.type !== 'dm' || !isOver(found)) return found
  const members: Parameters<typeof addMissing>[2][number][] = []
  for (const { user: id } of input.members) {
    const user = await tx.users.get(id)
    if (user !== undefined && user.deletedAt === undefined) members.push({ user, isOwn: false })
  }
  return addMissing(tx, found, members, await system(tx))
}

/** The prefix keeps the app's keys apart from the keys of dms and of the lobby. */
function keyOf(input: Input): string | undefined {
  if (input.type === 'dm') {
    const [a, b] = input.members
    return a && dmKey(a.user, b?.user)
  }
  return input.key === undefined ? undefined : `app ${input.key}`
}

async function membersOf(tx: Tx, input: Input) {
  const roles = new Map(
    input.members.map(
      (member) => [member.user, 'role' in member ? member.role : 'member'] as const,
    ),
  )
  if (roles.size < input.members.length)
    throw new Refusal('invalid_input', 'A user is in members twice: name each user once', {
      members: 'must not name a user twice',
    })
  const members: Parameters<typeof createWithMembers>[2][number][] = []
  for (const [id, role] of roles) members.push({ user: await existingUser(tx, id), role })
  return members
}
