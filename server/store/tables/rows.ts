import * as z from 'zod'
import {
  FEATURES_OF,
  Features,
  type Invitation,
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
} from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import { Data } from '../../../protocol/text.ts'
import type { InvitationRow, MemberRow, MessageRow, RoomRow, UserRow } from './tables.ts'

// Maps rows to the entities of the protocol. An absent value is undefined, never null.

export const toUser = (row: UserRow): User => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  ...(row.info !== null && { info: json(row.info) }),
  createdAt: time(row.created_at),
  ...(row.deleted_at !== null && { deletedAt: time(row.deleted_at) }),
})

export const toRoom = (row: Omit<RoomRow, 'key' | 'deleted_at'> & { seq: number }): Room => ({
  id: row.id,
  type: row.type,
  ...(row.name !== null && { name: row.name }),
  ...(row.topic !== null && { topic: row.topic }),
  ...(row.data !== null && { data: json(row.data) }),
  readOnly: row.read_only === 1,
  history: row.only_joined === 1 ? 'joined' : 'all',
  features: featuresOf(row),
  memberCount: row.member_count,
  seq: row.seq,
  createdAt: time(row.created_at),
  ...(row.archived_at !== null && { archivedAt: time(row.archived_at) }),
})

const Overrides = Features.partial()

export function featuresOf({ type, features }: Pick<RoomRow, 'type' | 'features'>): Features {
  if (features === null) return FEATURES_OF[type]
  return { ...FEATURES_OF[type], ...Overrides.parse(JSON.parse(features)) } as Features
}

export const toMember = (
  row: Pick<MemberRow, 'user' | 'role' | 'shown_seq' | 'delivered_seq' | 'joined_at'> &
    Pick<UserRow, 'name' | 'kind'>,
): Member => ({
  user: { id: row.user, name: row.name, kind: row.kind },
  role: row.role,
  readSeq: row.shown_seq,
  deliveredSeq: Math.max(row.shown_seq, row.delivered_seq),
  joinedAt: time(row.joined_at),
})

export const toPreferences = (text: string | null): Preferences =>
  text === null ? PREFERENCES : Preferences.parse(JSON.parse(text))

/** A message joined with its sender and the message that it quotes. */
export type JoinedMessageRow = MessageRow & {
  sender_name: string
  quoted_seq: number | null
  quoted_sender: UserId | null
  quoted_name: string | null
  quoted_text: string | null
  quoted_deleted_at: number | null
}

export const toMessage = (row: JoinedMessageRow): Message => {
  const message: { -readonly [K in keyof Message]: Message[K] } = {
    id: row.id,
    room: row.room,
    seq: row.seq,
    version: row.version,
    sender: { id: row.sender, name: row.sender_name },
    text: row.text,
    createdAt: time(row.created_at),
  }
  if (row.data !== null) message.data = json(row.data)
  if (row.system !== null) message.system = true
  if (row.silent !== null) message.silent = true
  if (row.reply_to !== null) {
    message.replyTo = row.reply_to
    const quote = quoteOf(row)
    if (quote !== undefined) message.quote = quote
  }
  if (row.thread !== null) message.thread = row.thread
  if (row.in_room !== null) message.inRoom = true
  const replies = repliesOf(row)
  if (replies !== undefined) message.replies = replies
  if (row.mentions !== null) message.mentions = Mentions.parse(JSON.parse(row.mentions))
  if (row.reactions !== null) message.reactions = reactionsOf(row.reactions)
  if (row.pinned_at !== null) message.pinnedAt = time(row.pinned_at)
  if (row.client_id !== null) message.clientId = row.client_id
  if (row.edited_at !== null) message.editedAt = time(row.edited_at)
  if (row.deleted_at !== null) message.deletedAt = time(row.deleted_at)
  return message
}

function quoteOf(row: JoinedMessageRow): Quote | undefined {
  const { reply_to, quoted_seq, quoted_sender, quoted_name, quoted_text } = row
  if (!reply_to || quoted_seq === null || quoted_sender === null) return undefined
  const deleted = row.quoted_deleted_at
  return {
    id: reply_to,
    seq: quoted_seq,
    sender: { id: quoted_sender, name: quoted_name ?? '' },
    ...(deleted === null
      ? quoted_text !== null && { text: quoted_text }
      : { deletedAt: time(deleted) }),
  }
}

export const repliesOf = (
  row: Pick<MessageRow, 'replies' | 'last_reply_seq' | 'last_reply_at'>,
): Replies | undefined =>
  row.replies === null || row.last_reply_seq === null || row.last_reply_at === null
    ? undefined
    : { count: row.replies, lastSeq: row.last_reply_seq, lastAt: time(row.last_reply_at) }

/** Stored as `[["👍", 2], …]`. */
export const reactionsOf = (text: string | null): ReactionSummary[] =>
  text === null ? [] : Counted.parse(JSON.parse(text)).map(([emoji, count]) => ({ emoji, count }))

export const fromReactions = (reactions: readonly ReactionSummary[]): string | null =>
  reactions.length === 0
    ? null
    : JSON.stringify(reactions.map(({ emoji, count }) => [emoji, count]))

const Counted = z.array(z.tuple([z.string(), z.int()]))

export const toInvitation = (
  row: InvitationRow & { room_name: string | null; by_name: string },
): Invitation => ({
  id: row.id,
  room: row.room,
  ...(row.room_name !== null && { roomName: row.room_name }),
  by: { id: row.by, name: row.by_name },
  ...(row.user !== null && { user: row.user }),
  uses: row.uses,
  ...(row.max_uses !== null && { maxUses: row.max_uses }),
  ...(row.expires_at !== null && { expiresAt: time(row.expires_at) }),
  createdAt: time(row.created_at),
})

export const fromJson = (data: object | undefined): string | null =>
  data === undefined ? null : JSON.stringify(data)

export const json = (text: string): Data => Data.parse(JSON.parse(text))

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
