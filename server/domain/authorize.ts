import type { UserId } from '../../protocol/ids.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { requireCondition } from './conditions.ts'
import { PERMISSIONS, type Permission, permits, type RoomCommand } from './permissions.ts'
import type { Standing } from './ports.ts'
import { asMember, type MemberStanding, notDm, visible } from './rooms/rules.ts'

type VisitorCommand = {
  [C in RoomCommand]: (typeof PERMISSIONS)[C] extends { visitors: true } ? C : never
}[RoomCommand]

/** The standing of a caller who can see the room, for commands that visitors can use. Refuses `not_found`. */
export const authorizeVisitor = (_: VisitorCommand, found: Standing | undefined): Standing =>
  visible(found)

/**
 * The caller's standing in a room, if the permissions of the command allow it. `owner`: the user to whom the object
 * belongs, such as the author of the message. Refuses `not_found`, `forbidden`, and what the conditions refuse.
 */
export function authorize(
  command: Exclude<RoomCommand, VisitorCommand>,
  found: Standing | undefined,
  owner?: UserId,
): MemberStanding {
  const standing = asMember(found)
  const { room, role, me } = standing
  const permission: Permission = PERMISSIONS[command]
  const { dm, conditions = [] } = permission
  if (dm === 'nobody') notDm(room.type)
  const isEqual = room.type === 'dm' && dm === 'both users'
  if (!isEqual && !permits(command, role, owner === me.id)) throw forbidden(permission)
  for (const condition of conditions) requireCondition(condition, standing)
  return standing
}

/** Names the users who can use the command. */
function forbidden({ roles, own, action }: Permission): Refusal {
  if (action === undefined) return new Refusal('forbidden')
  const staff = roles.map((role) => `${role}s`).join(', ')
  const members = `${staff.replace(/, (?=\w+$)/, ' and ')} of the room`
  if (own === undefined)
    return new Refusal('forbidden', `Only ${members} can ${action}: ask one of them`)
  if (roles.length === 0)
    return new Refusal('forbidden', `Only ${own} can ${action}: ask the author to do it`)
  return new Refusal('forbidden', `Only ${own}, and ${members} can ${action}: ask one of them`)
}
