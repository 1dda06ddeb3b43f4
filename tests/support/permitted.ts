import type { CommandName } from '../../protocol/commands.ts'
import {
  PERMISSIONS,
  type Permission,
  permits,
  type RoomCommand,
  SERVER_PERMISSIONS,
  type ServerCommand,
} from '../../server/domain/permissions.ts'
import type { Client } from './client.ts'
import { graphql, operationOf } from './graphql.ts'
import { IN_ROOM, inputOf, type Objects } from './matrix.ts'

export type Insider = (typeof IN_ROOM)[number]

const STAFF = ['owner', 'admin', 'moderator'] as const
const MANAGERS = ['owner', 'admin'] as const
/**
 * The commands that not every member of a group can use, about a plain member and a message of `author`. The server
 * reads its own table, so this one is written down a second time: an error in one of them is found.
 */
export const RESTRICTED: { readonly [N in RoomCommand]?: readonly Insider[] } = {
  'rooms.update': MANAGERS,
  'rooms.delete': ['owner'],
  'members.leave': ['admin', 'moderator', 'member', 'author'],
  'members.add': STAFF,
  'members.update': MANAGERS,
  'members.remove': STAFF,
  'messages.update': ['author'],
  'messages.delete': [...STAFF, 'author'],
  'messages.deleteAll': STAFF,
  'messages.restore': ['author'],
  'pins.add': STAFF,
  'pins.remove': STAFF,
  'invitations.create': STAFF,
  'invitations.list': STAFF,
  'invitations.get': STAFF,
  'invitations.delete': STAFF,
  'sanctions.create': STAFF,
  'sanctions.list': STAFF,
  'sanctions.delete': STAFF,
  'sanctions.answerAppeal': STAFF,
  'roomWordLists.create': MANAGERS,
  'roomWordLists.list': MANAGERS,
  'roomWordLists.get': MANAGERS,
  'roomWordLists.update': MANAGERS,
  'roomWordLists.delete': MANAGERS,
  'joinRequests.create': [],
  'joinRequests.list': STAFF,
  'joinRequests.get': STAFF,
  'joinRequests.accept': STAFF,
  'joinRequests.decline': STAFF,
  'joinRequests.delete': [],
}

/** The insiders whom the server's table permits a command. */
export function permitted(name: RoomCommand): Insider[] {
  const { own }: Permission = PERMISSIONS[name]
  return IN_ROOM.filter((who) =>
    who === 'author' ? permits(name, 'member', own === 'its author') : permits(name, who),
  )
}

export const mayUse = (name: RoomCommand): readonly Insider[] => RESTRICTED[name] ?? permitted(name)

/** The refusals other than `forbidden`: the last owner, and an object that a plain member does not see. */
export const REFUSED_AS: { readonly [N in CommandName]?: string } = {
  'members.leave': 'last_owner',
  'invitations.delete': 'not_found',
  'invitations.get': 'not_found',
  'joinRequests.get': 'not_found',
  'joinRequests.accept': 'not_found',
  'joinRequests.decline': 'not_found',
  'joinRequests.delete': 'not_found',
}

export const OF_ROOM = Object.keys(PERMISSIONS) as RoomCommand[]
/** The commands that at least one member of a group can use. */
export const USABLE = OF_ROOM.filter((name) => mayUse(name).length > 0)
export const OF_SERVER = Object.keys(SERVER_PERMISSIONS) as ServerCommand[]

/** The same through `/graphql`. */
export async function ask(who: Client, name: CommandName, objects: Objects) {
  const { field, query, variables } = operationOf(name, inputOf(name, objects))
  const { data, errors, code } = await graphql(who, query, variables)
  return { code, message: errors?.[0]?.message, answer: data?.[field] }
}
