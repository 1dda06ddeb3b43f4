import type { Member, Message, ReadReceipt, Version } from '../../../../protocol/entities.ts'
import { LIMITS } from '../../../../protocol/limits.ts'
import type { QueryName } from './names.ts'

/** What a list is in its command's output, and what each is told from the others by. */
export type ListQuery = {
  readonly field: string
  /** Arguments that have another name than the command's input. */
  readonly called?: Readonly<Record<string, string>>
} & (
  | { readonly is: 'one' }
  | { readonly is: 'list'; readonly of: string; readonly most: number }
  | { readonly is: 'pages'; readonly of: string; readonly by?: By }
  | { readonly is: 'history'; readonly of: string }
)
type By = (item: never) => string | number

/** How each reading command stands in the schema. One without an entry does not compile. */
export const LIST_QUERIES: { readonly [N in QueryName]: ListQuery } = {
  'lobby.get': { field: 'lobby', is: 'one' },
  'me.get': { field: 'viewer', is: 'one' },
  'users.list': {
    field: 'users',
    called: { id: 'ids' },
    is: 'list',
    of: 'users',
    most: LIMITS.idsPerCommand,
  },
  'rooms.list': { field: 'rooms', called: { id: 'ids' }, is: 'pages', of: 'rooms' },
  'rooms.get': { field: 'room', called: { room: 'id' }, is: 'one' },
  'members.list': {
    field: 'members',
    is: 'pages',
    of: 'members',
    by: ({ user }: Member) => user.id,
  },
  'messages.get': { field: 'message', called: { message: 'id' }, is: 'one' },
  'messages.find': { field: 'messageById', called: { message: 'id' }, is: 'one' },
  'messages.list': { field: 'messages', is: 'history', of: 'messages' },
  'messages.listUnread': {
    field: 'unreadMessages',
    is: 'pages',
    of: 'messages',
    by: ({ seq }: Message) => seq,
  },
  'messages.search': { field: 'search', is: 'pages', of: 'found' },
  'messages.listVersions': {
    field: 'versions',
    is: 'pages',
    of: 'versions',
    by: ({ version }: Version) => version,
  },
  'receipts.list': {
    field: 'seenBy',
    is: 'pages',
    of: 'seen',
    by: ({ user }: ReadReceipt) => user.id,
  },
  'threads.list': { field: 'threads', is: 'pages', of: 'threads' },
  'threads.get': { field: 'thread', is: 'one' },
  'reactions.list': { field: 'reactors', is: 'pages', of: 'reactions' },
  'mentions.list': { field: 'mentions', is: 'pages', of: 'mentions' },
  'pins.list': { field: 'pins', is: 'list', of: 'messages', most: LIMITS.pinsPerRoom },
  'invitations.list': {
    field: 'invitations',
    is: 'list',
    of: 'invitations',
    most: LIMITS.invitationsPerRoom,
  },
  'invitations.get': { field: 'invitation', called: { invitation: 'id' }, is: 'one' },
  'invitations.listMine': { field: 'myInvitations', is: 'list', of: 'invitations', most: 100 },
  'presence.list': { field: 'presence', is: 'list', of: 'presence', most: LIMITS.liveMembers },
}
