import type { CommandName } from '../../protocol/commands.ts'
import { type Condition, ROLES, type Role, type ServerRole } from '../../protocol/entities.ts'

/** Commands that are not about one room, and that every caller can use. */
export const NOT_OF_A_ROOM = [
  'guests.create',
  'accounts.create',
  'accounts.get',
  'accounts.update',
  'accounts.delete',
  'emails.verify',
  'passwords.requestReset',
  'passwords.reset',
  'sessions.create',
  'sessions.refresh',
  'sessions.list',
  'sessions.delete',
  'sessions.deleteAll',
  'identities.listProviders',
  'identities.begin',
  'identities.signIn',
  'identities.connect',
  'identities.create',
  'identities.list',
  'identities.delete',
  'secondFactors.create',
  'secondFactors.confirm',
  'secondFactors.delete',
  'recoveryCodes.create',
  'passkeys.createOptions',
  'passkeys.create',
  'passkeys.list',
  'passkeys.delete',
  'passkeys.signInOptions',
  'sessions.createByPasskey',
  'lobby.get',
  'server.get',
  'me.get',
  'me.update',
  'users.list',
  'quotas.get',
  'permissions.explain',
  'tickets.create',
  'rooms.create',
  'rooms.list',
  'messages.search',
  'receipts.markAllRead',
  'threads.list',
  'mentions.list',
  'invitations.listMine',
  'invitations.accept',
  'joinRequests.listMine',
  'blocks.create',
  'blocks.delete',
  'blocks.list',
  'sanctions.listMine',
  'sanctions.appeal',
  'erasures.create',
  'exports.create',
  'exports.list',
  'requests.create',
  'requests.list',
  'requests.listSent',
  'requests.get',
  'requests.accept',
  'requests.decline',
  'requests.delete',
  'consent.get',
  'consent.update',
  'presence.update',
  'reports.create',
  'reports.listMine',
  'reports.list',
  'reports.get',
  'reports.claim',
  'reports.close',
] as const satisfies readonly CommandName[]

export type ServerPermission = {
  readonly roles: readonly ServerRole[]
  /** What the command does, for the refusal: "Only administrators of the server can …". */
  readonly action: string
}

const SERVER_STAFF = ['administrator', 'moderator'] as const

/** Commands that are not about one room, by the role on the whole server. */
export const SERVER_PERMISSIONS = {
  'serverSanctions.create': { roles: SERVER_STAFF, action: 'ban or mute users' },
  'serverSanctions.list': { roles: SERVER_STAFF, action: 'list bans and mutes' },
  'serverSanctions.delete': { roles: SERVER_STAFF, action: 'lift bans and mutes' },
  'serverSanctions.answerAppeal': { roles: SERVER_STAFF, action: 'answer appeals' },
  'serverMessages.deleteAll': { roles: SERVER_STAFF, action: 'delete all messages of a user' },
  'legalHolds.create': { roles: ['administrator'], action: 'create legal holds' },
  'legalHolds.list': { roles: ['administrator'], action: 'list legal holds' },
  'legalHolds.delete': { roles: ['administrator'], action: 'lift legal holds' },
  'users.updateRole': { roles: ['administrator'], action: 'change roles' },
  'links.create': { roles: ['administrator'], action: 'create one-time links' },
  'links.list': { roles: ['administrator'], action: 'list one-time links' },
  'links.delete': { roles: ['administrator'], action: 'delete one-time links' },
  'wordLists.create': { roles: SERVER_STAFF, action: 'create word lists' },
  'wordLists.list': { roles: SERVER_STAFF, action: 'list word lists' },
  'wordLists.get': { roles: SERVER_STAFF, action: 'read word lists' },
  'wordLists.update': { roles: SERVER_STAFF, action: 'change word lists' },
  'wordLists.delete': { roles: SERVER_STAFF, action: 'delete word lists' },
  'audit.list': { roles: ['administrator'], action: 'read the audit log' },
} as const satisfies Partial<Record<CommandName, ServerPermission>>

export type ServerCommand = keyof typeof SERVER_PERMISSIONS

export type RoomCommand = Exclude<CommandName, (typeof NOT_OF_A_ROOM)[number] | ServerCommand>

export type Permission = {
  /** The roles that can use the command. Users who are not members cannot, except for `visitors`. */
  readonly roles: readonly Role[]
  /** The owner of the object, in words, who can use the command with every role. */
  readonly own?: string
  /** The command names no room, so that every refusal but of `conditions` is `not_found`: a room is not shown to others. */
  readonly hidden?: true
  /** In an open room, users who are not members can use the command, too. */
  readonly visitors?: true
  /** The exception for a dm: nobody can, or both users can. */
  readonly dm?: 'nobody' | 'both users'
  /** Conditions on the room, which are checked in this order after the role. */
  readonly conditions?: readonly Condition[]
  /** What the command does, for the refusal: "Only owners of the room can …". */
  readonly action?: string
}

const STAFF = ['owner', 'admin', 'moderator'] as const
const MANAGERS = ['owner', 'admin'] as const

/**
 * The permissions of every command of a room, by role. `authorize.ts` applies them. A role on the whole server gives at
 * least the rights of a role in the room (`rightsOf`). Two rules depend on another member and are in
 * `members/rules.ts`: a member acts only on lower roles, and a room keeps an owner.
 */
export const PERMISSIONS = {
  'rooms.get': { roles: ROLES, visitors: true },
  'rooms.update': { roles: MANAGERS, dm: 'nobody', action: 'change the room' },
  'rooms.delete': { roles: ['owner'], action: 'delete the room' },
  'members.list': { roles: ROLES },
  'members.join': { roles: ROLES, visitors: true },
  'members.leave': { roles: ROLES },
  'members.add': { roles: STAFF, dm: 'nobody', action: 'add members' },
  'members.update': { roles: MANAGERS, dm: 'nobody', action: 'change roles' },
  'members.remove': {
    roles: STAFF,
    own: 'the member',
    action: 'remove a member',
  },
  'messages.send': { roles: ROLES, conditions: ['notMuted', 'canSend'] },
  'messages.get': { roles: ROLES },
  'messages.find': { roles: ROLES, hidden: true },
  'messages.update': {
    roles: [],
    own: 'its author',
    conditions: ['notMuted', 'canSend'],
    action: 'edit a message',
  },
  'messages.delete': { roles: STAFF, own: 'its author', action: 'delete a message' },
  'messages.deleteAll': {
    roles: STAFF,
    dm: 'nobody',
    action: 'delete all messages of a user',
  },
  'messages.restore': {
    roles: [],
    own: 'its author',
    conditions: ['notMuted', 'canSend'],
    action: 'restore a message',
  },
  'messages.listVersions': { roles: ROLES },
  'messages.list': { roles: ROLES },
  'messages.listUnread': { roles: ROLES },
  'receipts.markRead': { roles: ROLES },
  'receipts.markUnread': { roles: ROLES },
  'receipts.markDelivered': { roles: ROLES },
  'receipts.list': { roles: ROLES, conditions: ['receipts'] },
  'receipts.markThreadRead': { roles: ROLES },
  'threads.get': { roles: ROLES },
  'threads.follow': { roles: ROLES, conditions: ['threads'] },
  'threads.unfollow': { roles: ROLES },
  'reactions.add': { roles: ROLES, conditions: ['notMuted', 'notArchived', 'reactions'] },
  'reactions.remove': { roles: ROLES, conditions: ['notArchived'] },
  'reactions.list': { roles: ROLES },
  'pins.list': { roles: ROLES },
  'pins.add': {
    roles: STAFF,
    dm: 'both users',
    conditions: ['notArchived'],
    action: 'pin messages',
  },
  'pins.remove': {
    roles: STAFF,
    dm: 'both users',
    conditions: ['notArchived'],
    action: 'unpin messages',
  },
  'preferences.update': { roles: ROLES },
  'invitations.create': {
    roles: STAFF,
    dm: 'nobody',
    conditions: ['notArchived'],
    action: 'invite users',
  },
  'invitations.list': {
    roles: STAFF,
    dm: 'nobody',
    conditions: ['notArchived'],
    action: 'list invitations',
  },
  'invitations.get': { roles: STAFF, own: 'the invited user', hidden: true },
  'invitations.delete': { roles: STAFF, own: 'the invited user', hidden: true },
  'joinRequests.create': { roles: [], visitors: true, action: 'ask to join it' },
  'joinRequests.list': { roles: STAFF, dm: 'nobody', action: 'list join requests' },
  'joinRequests.get': { roles: STAFF, own: 'its user', hidden: true },
  'joinRequests.accept': { roles: STAFF, hidden: true, conditions: ['notArchived'] },
  'joinRequests.decline': { roles: STAFF, hidden: true },
  'joinRequests.delete': { roles: [], own: 'its user', hidden: true },
  'sanctions.create': { roles: STAFF, dm: 'nobody', action: 'ban or mute users' },
  'sanctions.list': { roles: STAFF, dm: 'nobody', action: 'list bans and mutes' },
  'sanctions.delete': { roles: STAFF, dm: 'nobody', action: 'lift bans and mutes' },
  'sanctions.answerAppeal': { roles: STAFF, dm: 'nobody', action: 'answer appeals' },
  'roomWordLists.create': {
    roles: MANAGERS,
    dm: 'nobody',
    action: 'create word lists of the room',
  },
  'roomWordLists.list': { roles: MANAGERS, dm: 'nobody', action: 'list word lists of the room' },
  'roomWordLists.get': { roles: MANAGERS, dm: 'nobody', action: 'read word lists of the room' },
  'roomWordLists.update': {
    roles: MANAGERS,
    dm: 'nobody',
    action: 'change word lists of the room',
  },
  'roomWordLists.delete': {
    roles: MANAGERS,
    dm: 'nobody',
    action: 'delete word lists of the room',
  },
  'typing.start': { roles: ROLES, conditions: ['typing', 'notMuted', 'canSend'] },
  'typing.stop': { roles: ROLES, conditions: ['typing'] },
  'presence.list': { roles: ROLES, conditions: ['presence'] },
} as const satisfies Readonly<Record<RoomCommand, Permission>>

export const isOfRoom = (command: CommandName): command is RoomCommand =>
  Object.hasOwn(PERMISSIONS, command)

export const isOfServer = (command: CommandName): command is ServerCommand =>
  Object.hasOwn(SERVER_PERMISSIONS, command)

/** Whether a role, or that the object is the caller's own, permits a command. */
export function permits(command: RoomCommand, role: Role | undefined, isOwn = false): boolean {
  const { roles, own }: Permission = PERMISSIONS[command]
  return (isOwn && own !== undefined) || (role !== undefined && roles.includes(role))
}
