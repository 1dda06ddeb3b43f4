import type { MANAGEMENT, ManagementName } from '../../protocol/management.ts'
import { QUOTAS } from '../../protocol/nouns/daily-quotas.ts'
import { type Case, type Cases, ID, type Shown, sameTime } from './case.ts'
import { isArchived, quotes } from './cases.ts'
import { expires } from './consent-cases.ts'
import type { Found } from './entities.ts'
import { LEGAL_HOLD_CASES } from './moderation-cases.ts'
import { WORD_LIST_APP_CASES } from './word-list-cases.ts'

type Writing = {
  [N in ManagementName]: (typeof MANAGEMENT)[N]['method'] extends 'GET' ? never : N
}[Exclude<ManagementName, 'batch'>]

const newHandle = () => `h-${crypto.randomUUID().slice(0, 18)}`

const user = {
  entity: 'user',
  reads: [],
  appReads: ['users.get', 'users.list'],
} as const satisfies Partial<Case>

const room = {
  entity: 'room',
  keyOf: (_, { id }) => id,
  reads: [],
  appReads: ['rooms.get', 'rooms.list'],
} as const satisfies Partial<Case>

const member = {
  notShown: { room: ID, user: ID },
  entity: 'member',
  reads: ['members.list'],
  appReads: ['members.list'],
} as const satisfies Partial<Case>

const message = {
  entity: 'message',
  keyOf: (_, { id }) => id,
  reads: ['messages.get', 'messages.find', 'messages.list'],
  appReads: ['messages.get', 'messages.list'],
} as const satisfies Partial<Case>

const hasLimit =
  (name: string): Shown =>
  (value, { quotas }) =>
    (quotas as Found[]).some((quota) => quota['name'] === name && quota['limit'] === value)

/** How every field of every command of the management port is read back, except `batch`, which runs them. */
export const APP_CASES: Cases<Writing> = {
  'users.create': [
    {
      ...user,
      given: () => ({ id: `new-${crypto.randomUUID()}`, handle: newHandle() }),
      keyOf: (_, { id }) => id,
      event: 'a new user shares no room with anyone',
    },
  ],
  'users.update': [
    {
      ...user,
      given: ({ bot }) => ({ user: bot, handle: newHandle() }),
      notShown: { user: ID },
      keyOf: ({ bot }) => bot,
      reads: ['users.list'],
      event: { type: 'member.updated' },
    },
  ],
  'users.delete': { actsOn: ['user', 'messages'] },
  'quotas.update': [
    {
      given: ({ fresh }) => ({ user: fresh[0] }),
      notShown: { user: ID },
      shown: Object.fromEntries(QUOTAS.map((name) => [name, hasLimit(name)])),
      reads: [],
      event: 'quotas concern the app and the user alone',
    },
  ],
  'accounts.create': [
    {
      ...user,
      given: () => ({ handle: newHandle(), email: `${crypto.randomUUID()}@example.org` }),
      notShown: { email: 'only its user sees it: see tests/emails.test.ts' },
      keyOf: (_, answer) => (answer['user'] as Found)['id'],
      event: 'a new user shares no room with anyone',
    },
  ],
  'sessions.delete': { actsOn: ['user', 'session'] },
  'sessions.deleteAll': { actsOn: ['user'] },
  'secondFactors.delete': { actsOn: ['user'] },
  'passkeys.deleteAll': { actsOn: ['user'] },
  'links.create': [
    {
      entity: 'link',
      keyOf: (_, { id }) => id,
      reads: [],
      appReads: ['links.list'],
      given: () => ({ purpose: 'sign_up' }),
      without: ['user'],
      shown: { seconds: expires },
      event: 'links concern administrators only',
    },
    {
      entity: 'link',
      keyOf: (_, { id }) => id,
      reads: [],
      appReads: ['links.list'],
      given: ({ account }) => ({ purpose: 'password', user: account }),
      shown: { seconds: expires },
      event: 'links concern administrators only',
    },
  ],
  'identities.delete': { actsOn: ['user', 'identity'] },
  'links.offerAdministrator': { actsOn: [] },
  'links.delete': { actsOn: ['link'] },
  ...WORD_LIST_APP_CASES,
  'rooms.create': [
    {
      ...room,
      given: ({ ana, ben }, round) => ({
        type: ['announcement', 'public'][round],
        key: `key-${crypto.randomUUID()}`,
        members: [ana, ben].map(({ id }) => ({ user: id, role: 'owner' })),
      }),
      notShown: { key: 'the app finds the room by it' },
      shown: { members: (_, { memberCount }) => memberCount === 2 },
      reads: ['rooms.get', 'rooms.list'],
      event: { type: 'member.joined' },
    },
    {
      ...room,
      option: 1,
      given: ({ ana, fresh }, round) => ({
        members: [{ user: ana.id }, { user: fresh[round] }],
      }),
      shown: { members: (_, { memberCount }) => memberCount === 2 },
      reads: ['rooms.get', 'rooms.list'],
      event: { type: 'member.joined' },
    },
  ],
  'rooms.update': [
    {
      ...room,
      given: (at) => ({ room: at.room }),
      notShown: { room: ID },
      shown: { archived: isArchived },
      reads: ['rooms.get', 'rooms.list'],
      event: { type: 'room.updated' },
    },
  ],
  'rooms.delete': { actsOn: ['room'] },
  'members.add': [
    {
      ...member,
      given: ({ room, fresh }) => ({ room, user: fresh[0] }),
      keyOf: ({ fresh }) => fresh[0],
      // In the second round the user is a member already, and receives the new role.
      event: { type: 'member.joined', shows: () => true },
    },
  ],
  'members.update': [
    {
      ...member,
      given: ({ room, ben }) => ({ room, user: ben.id }),
      keyOf: ({ ben }) => ben.id,
      event: { type: 'member.updated' },
    },
  ],
  'members.remove': { actsOn: ['room', 'user'] },
  'sanctions.create': [
    {
      entity: 'sanction',
      keyOf: (_, { id }) => id,
      given: ({ room, ben }) => ({ room, user: ben.id, kind: 'mute' }),
      shown: { user: (value, { user }) => (user as Found)['id'] === value },
      without: ['addresses'],
      reads: ['sanctions.list'],
      appReads: ['sanctions.list'],
      event: { type: 'sanction.created' },
    },
    {
      entity: 'sanction',
      keyOf: (_, { id }) => id,
      given: (_, round) => ({ kind: 'ban', addresses: `203.0.113.${round}/32` }),
      without: ['user', 'room'],
      reads: [],
      appReads: ['sanctions.list'],
      event: 'it concerns no user',
    },
  ],
  'erasures.create': [
    {
      entity: 'erasure',
      keyOf: (_, { id }) => id,
      given: ({ fresh }, round) => ({
        user: fresh[round],
        messages: ['keep', 'delete'][round],
      }),
      reads: [],
      appReads: ['erasures.get', 'erasures.list'],
      event: 'the user is deleted: user.deleted',
    },
  ],
  'exports.create': [
    {
      entity: 'export',
      keyOf: (_, { id }) => id,
      given: ({ fresh }, round) => ({ user: fresh[round] }),
      reads: [],
      appReads: ['exports.get', 'exports.list'],
      event: 'the user does not see the exports of the app',
    },
  ],
  'legalHolds.create': [...LEGAL_HOLD_CASES],
  'legalHolds.delete': { actsOn: ['legalHold'] },
  'sanctions.delete': { actsOn: ['sanction'] },
  'sanctions.answerAppeal': { actsOn: ['sanction', 'outcome', 'note'] },
  'joinRequests.accept': { actsOn: ['joinRequest'] },
  'joinRequests.decline': { actsOn: ['joinRequest', 'forGood'] },
  'requests.accept': { actsOn: ['request'] },
  'requests.decline': { actsOn: ['request', 'forGood'] },
  'messages.send': [
    {
      ...message,
      given: ({ room, root, mine, ben, bot }) => ({
        room,
        sender: bot,
        thread: root,
        replyTo: mine,
        'mentions.users': [ben.id],
      }),
      shown: {
        replyTo: quotes,
        expiresIn: expires,
        sender: (value, { sender }) => (sender as Found)['id'] === value,
      },
      event: { type: 'message.created' },
    },
  ],
  'messages.update': [
    {
      ...message,
      given: ({ room, botMessage, ben }, round) => ({
        room,
        message: botMessage,
        version: round + 1,
        'mentions.users': [ben.id],
      }),
      notShown: { room: ID, message: ID, version: 'the condition of the edit' },
      event: { type: 'message.updated' },
    },
  ],
  'messages.deleteAll': { actsOn: ['user', 'room'] },
  'messages.delete': { actsOn: ['room', 'message'] },
  'receipts.markRead': [
    {
      ...member,
      given: ({ room, ana, seqs }, round) => ({ room, user: ana.id, seq: seqs[round] }),
      shown: { seq: (value, { readSeq }) => readSeq === value },
      keyOf: ({ ana }) => ana.id,
      event: { type: 'receipt.read', shows: ({ readSeq }, { seq }) => readSeq === seq },
    },
  ],
  'receipts.markAllRead': { actsOn: ['user'] },
  'tokens.create': [
    {
      reads: [],
      given: ({ fresh }, round) => ({ user: fresh[round], seconds: 3600 * (round + 1) }),
      shown: {
        user: (value, { user }) => (user as Found)['id'] === value,
        seconds: (value, { expiresAt }) => sameTime(expiresAt, Date.now() + Number(value) * 1000),
      },
      event: 'a token is not stored',
    },
  ],
  'keys.create': [
    {
      entity: 'key',
      keyOf: (_, { id }) => id,
      reads: [],
      appReads: ['keys.list'],
      event: 'keys belong to the app, which has no events',
    },
  ],
  'keys.delete': { actsOn: ['key'] },
  'reports.claim': { actsOn: ['report', 'takeOver'] },
  'reports.close': { actsOn: ['report', 'outcome', 'note'] },
  'jobs.retry': { actsOn: ['job'] },
  'jobs.clear': { actsOn: ['job'] },
}
