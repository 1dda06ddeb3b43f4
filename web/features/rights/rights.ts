import type { MyRoom, Role, User } from '@parlance/sdk'

/** The own user. Before the first connection the role on the server is not known. */
export type Me = Pick<User, 'id'> & Partial<Pick<User, 'role'>>

/** The lowest role first: a member acts only on members with a lower one, and an owner on everyone. */
export const ROLES = ['member', 'moderator', 'admin', 'owner'] as const satisfies readonly Role[]

/** What the page offers the user in a room. The server decides: see docs/permissions.md. */
export type Rights = {
  /** The role in the room, raised by that on the server. */
  readonly role: Role
  readonly canWrite: boolean
  /** To invite, to answer join requests, to remove members. */
  readonly isStaff: boolean
  /** To change the settings and the roles. */
  readonly canManage: boolean
  readonly canDelete: boolean
  readonly canActOn: (role: Role) => boolean
}

export function rightsOf(room: MyRoom, me: Me | undefined): Rights {
  const isDm = room.type === 'dm'
  const role = isDm ? room.role : highest(room.role, roleOnServer(me))
  const isStaff = role !== 'member'
  const onlyStaffWrites = room.readOnly || room.type === 'announcement'
  return {
    role,
    canWrite: room.archivedAt === undefined && (isStaff || !onlyStaffWrites),
    isStaff: isStaff && !isDm,
    canManage: rank(role) >= rank('admin') && !isDm,
    canDelete: role === 'owner' && !isDm,
    canActOn: (other) => !isDm && isStaff && (role === 'owner' || rank(other) < rank(role)),
  }
}

const rank = (role: Role): number => ROLES.indexOf(role)
const highest = (a: Role, b: Role): Role => (rank(a) > rank(b) ? a : b)

const roleOnServer = (me: Me | undefined): Role =>
  me?.role === 'administrator' ? 'owner' : me?.role === 'moderator' ? 'moderator' : 'member'
