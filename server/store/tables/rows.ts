import * as z from 'zod'
import { encodeOnce } from '../../../protocol/encoded-once.ts'
import type { Block } from '../../../protocol/entities.ts'
import {
  CONSENT,
  type Consent,
  type ContactRequest,
  FEATURES_OF,
  Features,
  type Invitation,
  isOpen,
  type JoinRequest,
  type Member,
  Mentions,
  type Message,
  PREFERENCES,
  Preferences,
  type Quote,
  type ReactionSummary,
  type Replies,
  type Room,
  type User,
  type Version,
} from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { Data } from '../../../protocol/text.ts'
import type { Whole } from '../../../protocol/whole.ts'
import type {
  BlockRow,
  ConsentRow,
  InvitationRow,
  JoinRequestRow,
  RequestRow,
} from './consent-tables.ts'
import type { MemberRow, MessageRow, RoomRow, UserRow, VersionRow } from './tables.ts'

// Maps rows to the entities of the protocol. Every key of an entity is set: an absent value is undefined, which
// JSON leaves out, and never null.

export const toUser = (row: UserRow): Whole<User> => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  handle: row.handle ?? undefined,
  locale: row.locale ?? undefined,
  timeZone: row.time_zone ?? undefined,
  info: fromNullable(row.info, json),
  role: row.role ?? undefined,
  createdAt: time(row.created_at),
  deletedAt: fromNullable(row.deleted_at, time),
})

export const toRoom = (
  row: Omit<RoomRow, 'key' | 'deleted_at' | 'quick' | 'words_version'> & { seq: number },
): Whole<Room> => ({
  id: row.id,
  type: row.type,
  name: row.name ?? undefined,
  topic: row.topic ?? undefined,
  data: fromNullable(row.data, json),
  readOnly: row.read_only === 1,
  history: row.only_joined === 1 ? 'joined' : 'all',
  features: featuresOf(row),
  entry: isOpen(row.type) ? (row.by_request === 1 ? 'request' : 'open') : undefined,
  question: row.question ?? undefined,
  preview: isOpen(row.type) ? (row.name_only === 1 ? 'name' : 'full') : undefined,
  slowSeconds: row.slow_seconds ?? undefined,
  retentionSeconds: row.keep_seconds ?? undefined,
  memberCount: row.member_count,
  seq: row.seq,
  createdAt: time(row.created_at),
  archivedAt: fromNullable(row.archived_at, time),
})

const Overrides = Features.partial()

export function featuresOf({ type, features }: Pick<RoomRow, 'type' | 'features'>): Features {
  if (features === null) return FEATURES_OF[type]
  return { ...FEATURES_OF[type], ...Overrides.parse(JSON.parse(features)) } as Features
}

export const toMember = (
  row: Pick<
    MemberRow,
    'user' | 'role' | 'shown_seq' | 'delivered_seq' | 'joined_at' | 'muted_until'
  > &
    Pick<UserRow, 'name' | 'kind'>,
): Whole<Member> => ({
  user: { id: row.user, name: row.name, kind: row.kind },
  role: row.role,
  readSeq: row.shown_seq,
  deliveredSeq: Math.max(row.shown_seq, row.delivered_seq),
  joinedAt: time(row.joined_at),
  mutedUntil: fromNullable(row.muted_until, time),
})

export const toPreferences = ({
  preferences: text,
  hidden_seq,
}: Pick<MemberRow, 'preferences' | 'hidden_seq'>): Preferences =>
  text === null && hidden_seq === null
    ? DEFAULTS
    : {
        ...(text === null ? PREFERENCES : Preferences.parse(JSON.parse(text))),
        ...(hidden_seq !== null && { hiddenSeq: hidden_seq }),
      }

const DEFAULTS = Object.freeze(encodeOnce({ ...PREFERENCES }))

export const toVersion = ({ version, text, data, at }: VersionRow): Whole<Version> => ({
  version,
  text,
  data: fromNullable(data, json),
  at: time(at),
})

/** A message joined with its sender, its room and the message that it quotes. */
export type JoinedMessageRow = MessageRow & {
  sender_name: string
  room_deleted_at: number | null
  quoted_seq: number | null
  quoted_sender: UserId | null
  quoted_name: string | null
  quoted_text: string | null
  quoted_deleted_at: number | null
  quoted_hidden: number | null
  /** 1 if the reader of the row sees everything of it, 0 if not; null if nothing of it is hidden. */
  sees_all: number | null
  quoted_expires_at: number | null
}

/** Everything of a message, for a message of which nothing is hidden: see `viewOf`. */
export const wholeMessage = (row: JoinedMessageRow): Whole<Message> => ({
  id: row.id,
  room: row.room,
  seq: row.seq,
  version: row.version,
  sender: { id: row.sender, name: row.sender_name },
  text: row.text,
  createdAt: time(row.created_at),
  data: fromNullable(row.data, json),
  system: flag(row.system),
  silent: row.silent === null || row.silent === 2 ? undefined : true,
  replyTo: row.reply_to ?? undefined,
  quote: quoteOf(row),
  thread: row.thread ?? undefined,
  inRoom: flag(row.in_room),
  replies: repliesOf(row),
  mentions: fromNullable(row.mentions, (text) => Mentions.parse(JSON.parse(text))),
  reactions: fromNullable(row.reactions, reactionsOf),
  pinnedAt: fromNullable(row.pinned_at, time),
  clientId: row.client_id ?? undefined,
  editedAt: fromNullable(row.edited_at, time),
  deletedAt: fromNullable(row.deleted_at, time),
  hidden: undefined,
  expiresAt: fromNullable(row.expires_at, time),
  // Only the answer to the sender has it.
  ignored: undefined,
})

function quoteOf(row: JoinedMessageRow): Whole<Quote> | undefined {
  const { reply_to, quoted_seq, quoted_sender, quoted_name, quoted_deleted_at } = row
  if (!reply_to || quoted_seq === null || quoted_sender === null) return undefined
  return {
    id: reply_to,
    seq: quoted_seq,
    sender: { id: quoted_sender, name: quoted_name ?? '' },
    text: quoted_deleted_at === null ? (row.quoted_text ?? undefined) : undefined,
    deletedAt: fromNullable(quoted_deleted_at, time),
  }
}

export const repliesOf = (
  row: Pick<MessageRow, 'replies' | 'last_reply_seq' | 'last_reply_at'>,
): Whole<Replies> | undefined =>
  row.replies === null || row.last_reply_seq === null || row.last_reply_at === null
    ? undefined
    : { count: row.replies, lastSeq: row.last_reply_seq, lastAt: time(row.last_reply_at) }

/** Stored as `[["👍", 2], …]`. Which of them are the reader's own is read apart: see `messagesFor`. */
export const reactionsOf = (text: string): Whole<ReactionSummary>[] =>
  Counted.parse(JSON.parse(text)).map(([emoji, count]) => ({ emoji, count, mine: undefined }))

export const fromReactions = (reactions: readonly ReactionSummary[]): string | null =>
  reactions.length === 0
    ? null
    : JSON.stringify(reactions.map(({ emoji, count }) => [emoji, count]))

const Counted = z.array(z.tuple([z.string(), z.int()]))

export const toInvitation = (
  row: InvitationRow & { room_name: string | null; by_name: string },
): Whole<Invitation> => ({
  id: row.id,
  room: row.room,
  roomName: row.room_name ?? undefined,
  by: { id: row.by, name: row.by_name },
  user: row.user ?? undefined,
  uses: row.uses,
  maxUses: row.max_uses ?? undefined,
  expiresAt: fromNullable(row.expires_at, time),
  createdAt: time(row.created_at),
})

export const toJoinRequest = (
  row: JoinRequestRow & { room_name: string | null; user_name: string },
): Whole<JoinRequest> => ({
  id: row.id,
  room: row.room,
  roomName: row.room_name ?? undefined,
  user: { id: row.user, name: row.user_name },
  answer: row.answer ?? undefined,
  createdAt: time(row.created_at),
})

export const toRequest = (row: RequestRow & { asker_name: string }): Whole<ContactRequest> => ({
  id: row.id,
  from: { id: row.asker, name: row.asker_name },
  user: row.asked,
  text: row.text ?? undefined,
  createdAt: time(row.created_at),
  expiresAt: time(row.expires_at),
})

export const toConsent = (row: ConsentRow | undefined): Consent =>
  row === undefined ? CONSENT : { requestsFrom: row.requests_from }

export const fromNullable = <V, T>(value: V | null, map: (value: V) => T): T | undefined =>
  value === null ? undefined : map(value)

const flag = (value: number | null): true | undefined => (value === null ? undefined : true)

export const fromJson = (data: object | undefined): string | null =>
  data === undefined ? null : JSON.stringify(data)

/**
 * The contract has validated the object before it was stored. Validating it again would visit each of up to 8,000
 * values, some 5 ms, at each read of a message or a room.
 */
export const json = (text: string): Data => StoredObject.parse(JSON.parse(text))
const StoredObject = z.custom<Data>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)

/** Formats a time as RFC 3339. Rows of one page often have the same time, so the last result is cached. */
export function time(ms: number): string {
  if (ms !== last.ms) last = { ms, text: new Date(ms).toISOString() }
  return last.text
}
let last = { ms: 0, text: new Date(0).toISOString() }

type ReadState = Pick<MemberRow, 'joined_seq' | 'read_seq' | 'unread_from'> & {
  only_joined: number
}

/** The first seq that a member may see. */
export const firstVisible = ({ only_joined, joined_seq }: ReadState): number =>
  only_joined === 1 ? joined_seq : 1

/**
 * The seq after which messages are unread for a member. History from before the member joined counts as read,
 * unless the member marked it as unread.
 */
export function unreadSince(row: ReadState & { id: RoomId }, user: UserId) {
  const read = Math.max(row.read_seq, row.joined_seq)
  const marked = row.unread_from === null ? read : row.unread_from - 1
  // @planted unread
  return { room: row.id, user, seq: Math.max(Math.min(read, marked), firstVisible(row) - 1) }
}

export const toBlock = (row: BlockRow): Whole<Block> => ({
  user: row.blocked,
  createdAt: time(row.at),
})
