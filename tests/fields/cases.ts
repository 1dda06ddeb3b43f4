import type { MutationName } from '../../server/transports/graphql/schema/names.ts'
import { ACCOUNT_CASES } from './account-cases.ts'
import type { At } from './at.ts'
import { type Case, type Cases, ID, ownId, type Shown } from './case.ts'
import { CONSENT_CASES, expires } from './consent-cases.ts'
import type { Found } from './entities.ts'
import { MODERATION_CASES } from './moderation-cases.ts'
import { WORD_LIST_CASES } from './word-list-cases.ts'

const idIn = (field: string) => (_: At, answer: Found) => (answer[field] as Found)?.['id']
const inRoom = ({ room }: At) => ({ room })

export const isArchived: Shown = (value, { archivedAt }) => (archivedAt !== undefined) === value
export const quotes: Shown = (value, { replyTo, quote }) =>
  replyTo === value && (quote as Found)?.['id'] === value
const hasMembers: Shown = (value, { memberCount }) =>
  memberCount === (value as unknown[]).length + 1
const newRoom = {
  entity: 'room',
  keyOf: ownId,
  reads: ['rooms.get', 'rooms.list'],
  appReads: ['rooms.get', 'rooms.list'],
  event: { type: 'member.joined' },
} as const satisfies Partial<Case>

const pointer = {
  entity: 'member',
  keyOf: ({ ana }: At) => ana.id,
  reads: ['members.list'],
  appReads: ['members.list'],
  notShown: { room: ID },
  given: ({ room, seqs }: At, round: number) => ({ room, seq: seqs[round] }),
} as const satisfies Partial<Case>

/** How every field of every command of the client port is read back. A command without a line does not compile. */
export const CASES: Cases<MutationName> = {
  'guests.create': [
    {
      entity: 'user',
      keyOf: idIn('user'),
      reads: [],
      appReads: ['users.get', 'users.list'],
      event: 'a new user shares no room with anyone',
    },
  ],
  ...ACCOUNT_CASES,
  ...MODERATION_CASES,
  ...WORD_LIST_CASES,
  'me.update': [
    {
      caller: 'gus',
      entity: 'user',
      keyOf: ({ gus }) => gus.id,
      reader: 'gus',
      reads: ['me.get', 'users.list'],
      appReads: ['users.get', 'users.list'],
      event: { type: 'member.updated' },
    },
  ],
  'users.updateRole': [
    {
      given: ({ ben }) => ({ user: ben.id }),
      notShown: { user: ID },
      entity: 'user',
      keyOf: ({ ben }) => ben.id,
      reads: ['users.list'],
      appReads: ['users.get', 'users.list'],
      event: { type: 'member.updated' },
    },
  ],
  'tickets.create': { actsOn: [] },
  'rooms.create': [
    {
      ...newRoom,
      given: ({ ben }, round) => ({ type: ['public', 'announcement'][round], members: [ben.id] }),
      shown: { members: hasMembers },
    },
    {
      ...newRoom,
      option: 1,
      given: ({ fresh }, round) => ({ members: [fresh[round]] }),
      shown: { members: (_, { memberCount }) => memberCount === 2 },
    },
  ],
  'rooms.update': [
    {
      ...newRoom,
      given: inRoom,
      notShown: { room: ID },
      shown: { archived: isArchived },
      event: { type: 'room.updated' },
    },
  ],
  'rooms.delete': { actsOn: ['room'] },
  'members.join': { actsOn: ['room'] },
  'members.leave': { actsOn: ['room'] },
  'members.add': { actsOn: ['room', 'user'] },
  'members.update': [
    {
      given: ({ room, ben }) => ({ room, user: ben.id }),
      notShown: { room: ID, user: ID },
      entity: 'member',
      keyOf: ({ ben }) => ben.id,
      reads: ['members.list'],
      appReads: ['members.list'],
      event: { type: 'member.updated' },
    },
  ],
  'members.remove': { actsOn: ['room', 'user'] },
  'messages.send': [
    {
      given: ({ room, root, mine, ben }) => ({
        room,
        thread: root,
        replyTo: mine,
        'mentions.users': [ben.id],
      }),
      shown: { replyTo: quotes, expiresIn: expires },
      entity: 'message',
      keyOf: ownId,
      reads: ['messages.get', 'messages.find', 'messages.list'],
      appReads: ['messages.get', 'messages.list'],
      event: { type: 'message.created' },
    },
  ],
  'messages.update': [
    {
      given: ({ room, mine, ben }, round) => ({
        room,
        message: mine,
        version: round + 1,
        'mentions.users': [ben.id],
      }),
      notShown: { room: ID, message: ID, version: 'the condition of the edit' },
      entity: 'message',
      keyOf: ({ mine }) => mine,
      reads: ['messages.get', 'messages.find', 'messages.list', 'mentions.list'],
      appReads: ['messages.get', 'messages.list'],
      reader: 'ben',
      event: { type: 'message.updated' },
    },
  ],
  'messages.deleteAll': { actsOn: ['room', 'user'] },
  'serverMessages.deleteAll': { actsOn: ['user'] },
  'messages.delete': { actsOn: ['room', 'message'] },
  'messages.restore': { actsOn: ['room', 'message'] },
  'receipts.markRead': [
    {
      ...pointer,
      shown: { seq: (value, { readSeq }) => readSeq === value },
      event: { type: 'receipt.read', shows: ({ readSeq }, { seq }) => readSeq === seq },
    },
  ],
  'receipts.markAllRead': { actsOn: [] },
  'receipts.markUnread': [
    {
      ...pointer,
      shown: { seq: (value, { unreadFrom }) => unreadFrom === value },
      entity: 'myRoom',
      keyOf: ({ room }) => room,
      reads: ['rooms.list'],
      appReads: [],
      event: {
        type: 'preferences.updated',
        shows: ({ unreadFrom }, { seq }) => unreadFrom === seq,
      },
    },
  ],
  'receipts.markDelivered': [
    {
      ...pointer,
      shown: { seq: (value, { deliveredSeq }) => deliveredSeq === value },
      event: {
        type: 'receipt.delivered',
        shows: ({ deliveredSeq }, { seq }) => deliveredSeq === seq,
      },
    },
  ],
  'receipts.markThreadRead': [
    {
      given: ({ room, root, seqs }, round) => ({ room, message: root, seq: seqs[round] }),
      notShown: { room: ID, message: ID },
      shown: { seq: (value, { readSeq }) => readSeq === value },
      entity: 'thread',
      keyOf: ({ root }) => root,
      reads: ['threads.get', 'threads.list'],
      event: { type: 'thread.updated', shows: ({ readSeq }, { seq }) => readSeq === seq },
    },
  ],
  'threads.follow': { actsOn: ['room', 'message'] },
  'threads.unfollow': { actsOn: ['room', 'message'] },
  'reactions.add': [
    {
      given: ({ room, mine }) => ({ room, message: mine }),
      notShown: { room: ID, message: ID },
      shown: {
        emoji: (value, { reactions }) =>
          ((reactions ?? []) as Found[]).some(({ emoji }) => emoji === value),
      },
      entity: 'message',
      keyOf: ({ mine }) => mine,
      reads: ['messages.get', 'messages.find', 'messages.list'],
      appReads: ['messages.get', 'messages.list'],
      event: { type: 'reaction.added', shows: (event, { emoji }) => event['emoji'] === emoji },
    },
  ],
  'reactions.remove': { actsOn: ['room', 'message', 'emoji'] },
  'pins.add': { actsOn: ['room', 'message'] },
  'pins.remove': { actsOn: ['room', 'message'] },
  'preferences.update': [
    {
      given: inRoom,
      notShown: { room: ID },
      entity: 'preferences',
      keyOf: ({ room }) => room,
      reads: ['rooms.list'],
      event: { type: 'preferences.updated' },
    },
  ],
  ...CONSENT_CASES,
  'reports.create': [
    {
      given: ({ root }) => ({ message: root }),
      without: ['user', 'room'],
      notShown: { message: ID, text: 'the staff reads it in reports.get' },
      // A second report of the same message is the first one.
      rounds: [0],
      entity: 'myReport',
      keyOf: (_, { report }) => report,
      reads: ['reports.listMine'],
      event: {
        type: 'report.created',
        shows: ({ report }) => report !== undefined,
      },
    },
    {
      given: ({ ben, room }) => ({ user: ben.id, room }),
      without: ['message'],
      notShown: { user: ID, room: ID, text: 'the staff reads it in reports.get' },
      rounds: [0],
      entity: 'myReport',
      keyOf: (_, { report }) => report,
      reads: ['reports.listMine'],
      event: {
        type: 'report.created',
        shows: ({ report }) => report !== undefined,
      },
    },
  ],
  'reports.claim': { actsOn: ['report', 'takeOver'] },
  'reports.close': { actsOn: ['report', 'outcome', 'note'] },
  'typing.start': [
    {
      given: ({ room, root }) => ({ room, thread: root }),
      notShown: { room: ID, thread: 'only the event has it' },
      // A second report within half a second is refused.
      rounds: [0],
      reads: [],
      event: {
        type: 'typing.started',
        shows: ({ thread, log }, input) => thread === input['thread'] && log === input['room'],
      },
    },
  ],
  'typing.stop': { actsOn: ['room'] },
  'presence.update': [
    {
      entity: 'presence',
      keyOf: ({ ana }) => ana.id,
      reads: ['presence.list'],
      reader: 'ben',
      event: {
        type: 'presence.changed',
        shows: ({ state, status }, input) => state === input['state'] && status === input['status'],
      },
    },
  ],
}
