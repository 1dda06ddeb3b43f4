import {
  type Condition,
  isOpen,
  type PermissionRule,
  ROLES,
  type Role,
  type ServerRole,
  type User,
} from '../../protocol/entities.ts'
import type { UserId } from '../../protocol/ids.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { requireCondition } from './conditions.ts'
import {
  PERMISSIONS,
  type Permission,
  permits,
  type RoomCommand,
  SERVER_PERMISSIONS,
  type ServerCommand,
} from './permissions.ts'
import type { Standing } from './ports.ts'
import { asMember, type MemberStanding, noRoom, notDm } from './rooms/rules.ts'

type VisitorCommand = {
  [C in RoomCommand]: (typeof PERMISSIONS)[C] extends { visitors: true } ? C : never
}[RoomCommand]

/** Whether a user may use a command, and the rule that decides. */
export type Decision<S> = {
  readonly rule: PermissionRule
  /** The condition of the room that is not met. */
  readonly condition?: Condition
} & ({ readonly standing: S; readonly refusal?: undefined } | { readonly refusal: Refusal })

/** The standing of a caller who can see the room, for commands that visitors can use. Refuses `not_found`. */
export const authorizeVisitor = (command: VisitorCommand, found: Standing | undefined): Standing =>
  granted(decide(command, found))

/**
 * The caller's standing in a room, if the permissions of the command allow it. `owner`: the user to whom the object
 * belongs, such as the author of the message. Refuses `not_found`, `forbidden`, and what the conditions refuse.
 */
export const authorize = (
  command: Exclude<RoomCommand, VisitorCommand>,
  found: Standing | undefined,
  owner?: UserId,
): MemberStanding => granted(decideAsMember(command, found, owner))

/**
 * Refuses `forbidden` if the role of the user on the whole server does not allow the command. `user`: as read in this
 * transaction, because a caller's user is cached, and a change of role takes effect at once.
 */
export function authorizeOnServer(command: ServerCommand, user: User | undefined): void {
  granted(decideOnServer(command, user?.role))
}

/** Decides without refusing. `permissions.explain` and `authorize` use the same decision. */
export function decide(
  command: RoomCommand,
  found: Standing | undefined,
  owner?: UserId,
): Decision<Standing> {
  const { visitors }: Permission = PERMISSIONS[command]
  if (!visitors || found?.role !== undefined) return decideAsMember(command, found, owner)
  if (found !== undefined && isOpen(found.room.type)) return { rule: 'visitor', standing: found }
  return { rule: 'membership', refusal: noRoom() }
}

export function decideOnServer(
  command: ServerCommand,
  role: ServerRole = 'user',
): Decision<ServerRole> {
  const { roles, action }: (typeof SERVER_PERMISSIONS)[ServerCommand] = SERVER_PERMISSIONS[command]
  if (roles.some((each) => each === role)) return { rule: 'server_role', standing: role }
  return {
    rule: 'server_role',
    refusal: new Refusal(
      'forbidden',
      `Only ${listed(roles)} of the server can ${action}: ask one of them`,
    ),
  }
}

function decideAsMember(
  command: RoomCommand,
  found: Standing | undefined,
  owner: UserId | undefined,
): Decision<MemberStanding> {
  const permission: Permission = PERMISSIONS[command]
  const { dm, hidden, conditions = [] } = permission
  let rule: PermissionRule = 'membership'
  let condition: Condition | undefined
  try {
    const standing = asMember(found)
    const { room, rights, me } = standing
    rule = 'dm'
    if (dm === 'nobody') notDm(room.type)
    const isEqual = room.type === 'dm' && dm === 'both users'
    const decisive = isEqual ? 'dm' : roleRule(permission, rights, owner === me.id)
    rule = decisive
    if (!isEqual && !permits(command, rights, owner === me.id)) throw forbidden(permission)
    rule = 'condition'
    for (condition of conditions) requireCondition(condition, standing)
    return { rule: decisive, standing }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // Only a member whose role permits the command reaches a condition, and so sees the room.
    const refusal = hidden && rule !== 'condition' ? new Refusal('not_found') : error
    return { rule, refusal, ...(rule === 'condition' && condition && { condition }) }
  }
}

/** The rule for a member: the role, that the object is their own, or the membership alone. */
function roleRule({ roles, own }: Permission, rights: Role, isOwn: boolean): PermissionRule {
  if (roles.length === ROLES.length) return 'membership'
  if (roles.includes(rights)) return 'room_role'
  return own !== undefined && (isOwn || roles.length === 0) ? 'own' : 'room_role'
}

/** What a decision grants. Throws its refusal. */
export function granted<S>(decision: Decision<S>): S {
  if (decision.refusal !== undefined) throw decision.refusal
  return decision.standing
}

/** Names the users who can use the command. */
function forbidden({ roles, own, action }: Permission): Refusal {
  if (action === undefined) return new Refusal('forbidden')
  const members = `${listed(roles)} of the room`
  if (own === undefined && roles.length === 0)
    return new Refusal('forbidden', `Only users who are not members of the room can ${action}`)
  if (own === undefined)
    return new Refusal('forbidden', `Only ${members} can ${action}: ask one of them`)
  if (roles.length === 0)
    return new Refusal('forbidden', `Only ${own} can ${action}: ask the author to do it`)
  return new Refusal('forbidden', `Only ${own}, and ${members} can ${action}: ask one of them`)
}

/** "owners, admins and moderators" */
export const listed = (roles: readonly (Role | ServerRole)[]): string =>
  roles
    .map((role) => `${role}s`)
    .join(', ')
    .replace(/, (?=\w+$)/, ' and ')
