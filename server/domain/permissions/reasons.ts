import type { PermissionRule, Role, ServerRole } from '../../../protocol/entities.ts'

/** Why a user may use a command, in words. */
export const reasonOf = (
  rule: PermissionRule,
  serverRole: ServerRole,
  role: Role | undefined,
): string => REASONS[rule](serverRole, role)

const REASONS: Readonly<
  Record<PermissionRule, (serverRole: ServerRole, role: Role | undefined) => string>
> = {
  everyone: () => 'Every user can use the command',
  server_role: (serverRole) => `The user has the role ${serverRole} on the server`,
  membership: () => 'Every member of the room can use the command',
  visitor: () => 'Every user can use the command in an open room',
  room_role: (_, role) => `The user has the role ${role} in the room`,
  own: () => 'The object belongs to the user',
  dm: () => 'Both users of a dm can use the command',
  condition: () => 'The room meets the conditions of the command',
  rank: () => 'The role of the other member is lower',
  consent: () => 'The other user agreed, or shares a room with the user',
  object: () => 'The user can see the object',
}
