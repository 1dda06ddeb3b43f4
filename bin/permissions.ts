import { COMMANDS, type CommandName } from '../protocol/commands.ts'
import { type Condition, ROLES } from '../protocol/entities.ts'
import { listed } from '../server/domain/authorize.ts'
import {
  NOT_OF_A_ROOM,
  PERMISSIONS,
  type Permission,
  SERVER_PERMISSIONS,
  type ServerPermission,
} from '../server/domain/permissions.ts'

// docs/permissions.md, made from the table that the server applies: `npm run generate` writes it.

/** The page about who may use which command. */
export function permissionsPage(): string {
  const inRoom = Object.entries<Permission>(PERMISSIONS).map(
    ([name, permission]) =>
      `| \`${name}\` | ${whoMay(permission)} | ${conditionsOf(permission).join('; ')} |`,
  )
  const byServerRole = Object.entries<ServerPermission>(SERVER_PERMISSIONS).map(
    ([name, { roles }]) => `| \`${name}\` | ${listed(roles)} of the server |`,
  )
  const everybodys = NOT_OF_A_ROOM.map((name) => `| \`${name}\` | ${everybody(name)} |`)
  return [
    '# Permissions',
    'Who may use which command of the client port. This page is made from the table in `server/domain/permissions.ts`, which the server applies. `permissions.explain` answers for one user, room and object, and names the rule that decides.',
    'The app’s backend is not bound by this table: its API key can do what the scopes of the key allow.',
    '## Roles',
    'A member of a room has a role there: `owner`, `admin`, `moderator` or `member`. The staff of a room are its owners, admins and moderators. A member acts only on members with a lower role; an owner acts on everyone. A room with members keeps an owner.',
    'A user can also have a role on the whole server: `administrator` or `moderator` (everybody else: `user`). In rooms of which they are members, except dms, a moderator of the server has at least the rights of the room’s moderators, and an administrator those of its owners. A role on the server opens no room to a user who is not a member.',
    '## Commands of a room',
    'Users who are not members cannot use these commands, unless the table says so: for them a dm or group does not exist (`not_found`).',
    `| command | who may | conditions |\n| --- | --- | --- |\n${inRoom.join('\n')}`,
    '## Commands without a room',
    `| command | who may |\n| --- | --- |\n${[...byServerRole, ...everybodys].join('\n')}`,
    'With `permissions.explain` every user asks about themselves. The staff of the server ask about everybody, and the staff of a room about its members. `me.update` changes the names of guests only. `guests.create` is refused where `PARLANCE_GUESTS` is `false`.\n',
  ].join('\n\n')
}

function whoMay({ roles, own, visitors }: Permission): string {
  const who = [
    ...(own === undefined ? [] : [own]),
    ...(roles.length === ROLES.length ? ['all members'] : roles.length > 0 ? [listed(roles)] : []),
    ...(visitors
      ? [`in an open room every user${roles.length > 0 ? '' : ' who is not a member'}`]
      : []),
  ]
  return who.join('; ')
}

const DM: Readonly<Record<NonNullable<Permission['dm']>, string>> = {
  nobody: 'in a dm nobody',
  'both users': 'in a dm both users',
}

const conditionsOf = ({ dm, conditions = [], hidden }: Permission): string[] => [
  ...(dm === undefined ? [] : [DM[dm]]),
  ...conditions.map((condition) => wordsOf(condition)),
  ...(hidden ? [`every ${conditions.length > 0 ? 'other ' : ''}refusal is \`not_found\``] : []),
]

function wordsOf(condition: Condition): string {
  if (condition === 'notArchived') return 'the room is not archived'
  if (condition === 'canSend')
    return 'the room is not archived; in an announcement or read-only room only the staff; in a dm both users exist'
  return `the feature ${condition} is on`
}

const everybody = (name: CommandName): string =>
  COMMANDS[name].asker === 'anyone' ? 'everybody, also without a token' : 'every user'
