import type { Member, Message, ReadReceipt, Version } from '../../../../protocol/entities.ts'
import { LIMITS } from '../../../../protocol/limits.ts'
import { QUOTAS } from '../../../../protocol/nouns/daily-quotas.ts'
import type { QueryName } from './names.ts'

/** How the output of a reading command becomes a field. */
export type ListQuery = {
  readonly field: string
  /** The arguments that are named differently than in the command's input: input name to argument name. */
  readonly called?: Readonly<Record<string, string>>
} & (
  | { readonly kind: 'one' }
  /** `items`: the list's field in the output. */
  | { readonly kind: 'list'; readonly items: string; readonly maxItems: number }
  /** `cursorBy`: the cursor of an item; without it the command's own `next` is the cursor. */
  | { readonly kind: 'pages'; readonly items: string; readonly cursorBy?: CursorBy }
  | { readonly kind: 'history'; readonly items: string }
)
type CursorBy = (item: never) => string | number

/** The field of each reading command. A command without an entry does not compile. */
export const LIST_QUERIES: { readonly [N in QueryName]: ListQuery } = {
  'accounts.get': { field: 'account', kind: 'one' },
  'sessions.list': {
    field: 'sessions',
    kind: 'list',
    items: 'sessions',
    maxItems: LIMITS.sessionsPerUser,
  },
  'identities.listProviders': {
    field: 'providers',
    kind: 'list',
    items: 'providers',
    maxItems: LIMITS.providers,
  },
  'identities.list': {
    field: 'identities',
    kind: 'list',
    items: 'identities',
    maxItems: LIMITS.identitiesPerUser,
  },
  'passkeys.list': {
    field: 'passkeys',
    kind: 'list',
    items: 'passkeys',
    maxItems: LIMITS.passkeysPerUser,
  },
  'exports.list': {
    field: 'exports',
    kind: 'list',
    items: 'exports',
    maxItems: LIMITS.exportsListed,
  },
  'links.list': { field: 'links', kind: 'list', items: 'links', maxItems: LIMITS.openLinks },
  'reports.list': { field: 'reports', kind: 'pages', items: 'reports' },
  'reports.listMine': { field: 'myReports', kind: 'pages', items: 'reports' },
  'reports.get': { field: 'report', called: { report: 'id' }, kind: 'one' },
  'audit.list': { field: 'audit', kind: 'pages', items: 'entries' },
  'wordLists.list': {
    field: 'wordLists',
    kind: 'list',
    items: 'wordLists',
    maxItems: LIMITS.wordLists,
  },
  'wordLists.get': { field: 'wordList', kind: 'one' },
  'roomWordLists.list': {
    field: 'roomWordLists',
    kind: 'list',
    items: 'wordLists',
    maxItems: LIMITS.wordListsPerRoom,
  },
  'roomWordLists.get': { field: 'roomWordList', kind: 'one' },
  'lobby.get': { field: 'lobby', kind: 'one' },
  'server.get': { field: 'server', kind: 'one' },
  'me.get': { field: 'viewer', kind: 'one' },
  'users.list': {
    field: 'users',
    called: { id: 'ids' },
    kind: 'list',
    items: 'users',
    maxItems: LIMITS.idsPerCommand,
  },
  'quotas.get': { field: 'quotas', kind: 'list', items: 'quotas', maxItems: QUOTAS.length },
  'permissions.explain': { field: 'permission', kind: 'one' },
  'rooms.list': { field: 'rooms', called: { id: 'ids' }, kind: 'pages', items: 'rooms' },
  'rooms.get': { field: 'room', called: { room: 'id' }, kind: 'one' },
  'members.list': {
    field: 'members',
    kind: 'pages',
    items: 'members',
    cursorBy: ({ user }: Member) => user.id,
  },
  'messages.get': { field: 'message', called: { message: 'id' }, kind: 'one' },
  'messages.find': { field: 'messageById', called: { message: 'id' }, kind: 'one' },
  'messages.list': { field: 'messages', kind: 'history', items: 'messages' },
  'messages.listUnread': {
    field: 'unreadMessages',
    kind: 'pages',
    items: 'messages',
    cursorBy: ({ seq }: Message) => seq,
  },
  'messages.search': { field: 'search', kind: 'pages', items: 'found' },
  'messages.listVersions': {
    field: 'versions',
    kind: 'pages',
    items: 'versions',
    cursorBy: ({ version }: Version) => version,
  },
  'receipts.list': {
    field: 'seenBy',
    kind: 'pages',
    items: 'seen',
    cursorBy: ({ user }: ReadReceipt) => user.id,
  },
  'threads.list': { field: 'threads', kind: 'pages', items: 'threads' },
  'threads.get': { field: 'thread', kind: 'one' },
  'reactions.list': { field: 'reactors', kind: 'pages', items: 'reactions' },
  'mentions.list': { field: 'mentions', kind: 'pages', items: 'mentions' },
  'pins.list': { field: 'pins', kind: 'list', items: 'messages', maxItems: LIMITS.pinsPerRoom },
  'invitations.list': {
    field: 'invitations',
    kind: 'list',
    items: 'invitations',
    maxItems: LIMITS.invitationsPerRoom,
  },
  'invitations.get': { field: 'invitation', called: { invitation: 'id' }, kind: 'one' },
  'invitations.listMine': {
    field: 'myInvitations',
    kind: 'list',
    items: 'invitations',
    maxItems: LIMITS.invitationsListed,
  },
  'blocks.list': {
    field: 'blocks',
    kind: 'list',
    items: 'blocks',
    maxItems: LIMITS.blocksPerUser,
  },
  'sanctions.list': { field: 'sanctions', kind: 'pages', items: 'sanctions' },
  'sanctions.listMine': { field: 'mySanctions', kind: 'pages', items: 'sanctions' },
  'legalHolds.list': { field: 'legalHolds', kind: 'pages', items: 'legalHolds' },
  'serverSanctions.list': { field: 'serverSanctions', kind: 'pages', items: 'sanctions' },
  'joinRequests.list': { field: 'joinRequests', kind: 'pages', items: 'joinRequests' },
  'joinRequests.get': { field: 'joinRequest', called: { joinRequest: 'id' }, kind: 'one' },
  'joinRequests.listMine': {
    field: 'myJoinRequests',
    kind: 'list',
    items: 'joinRequests',
    maxItems: LIMITS.joinRequestsPerUser,
  },
  'requests.list': { field: 'requests', kind: 'pages', items: 'requests' },
  'requests.listSent': { field: 'sentRequests', kind: 'pages', items: 'requests' },
  'requests.get': { field: 'request', called: { request: 'id' }, kind: 'one' },
  'consent.get': { field: 'consent', kind: 'one' },
  'presence.list': {
    field: 'presence',
    kind: 'list',
    items: 'presence',
    maxItems: LIMITS.liveMembers,
  },
}
