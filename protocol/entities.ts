import * as z from 'zod'
import { InvitationId, KeyId, MessageId, RoomId, UserId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { Data, Emoji, Name } from './text.ts'

/** 1, 2, 3 … inside one log. */
export const Seq = z.int().min(1)
/** A place in a log: 0 is before everything. */
export const Position = z.int().min(0)
/** RFC 3339 in UTC. */
export const Time = z.iso.datetime()

export const UserKind = z.enum(['person', 'guest', 'bot'])
export type UserKind = z.infer<typeof UserKind>

/**
 * `info`: the claims of the app's token that Parlance itself does not use. A deleted user has neither
 * name nor info left.
 */
export const User = z.object({
  id: UserId,
  name: Name,
  kind: UserKind,
  info: Data.optional(),
  createdAt: Time,
  deletedAt: Time.optional(),
})
export type User = Readonly<z.infer<typeof User>>

/** Who somebody is, where more is not needed. */
export const Sender = z.object({ id: UserId, name: Name })
export type Sender = Readonly<z.infer<typeof Sender>>

export const RoomType = z.enum(['dm', 'group', 'public', 'announcement'])
export type RoomType = z.infer<typeof RoomType>

/** From the most to the least. */
export const ROLES = ['owner', 'admin', 'moderator', 'member'] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

/** What members of a room have beside its messages. */
export const FEATURES = ['typing', 'receipts', 'reactions', 'threads', 'presence'] as const
export type Feature = (typeof FEATURES)[number]
export const Features = z.object({
  typing: z.boolean(),
  receipts: z.boolean(),
  reactions: z.boolean(),
  threads: z.boolean(),
  presence: z.boolean(),
})
export type Features = Readonly<z.infer<typeof Features>>

/** A room type is a bundle of them; a room may differ from its type. */
export const FEATURES_OF: Readonly<Record<RoomType, Features>> = {
  dm: { typing: true, receipts: true, reactions: true, threads: true, presence: true },
  group: { typing: true, receipts: true, reactions: true, threads: true, presence: true },
  public: { typing: true, receipts: true, reactions: true, threads: true, presence: true },
  announcement: { typing: false, receipts: false, reactions: true, threads: true, presence: false },
}

/**
 * `seq` is the room's last. A dm has no name of its own: clients show the other's. `history`: how far
 * back a new member sees. `features` as they are set: typing, receipts and presence are silent while a
 * room has more than `LIMITS.liveMembers` members.
 */
export const Room = z.object({
  id: RoomId,
  type: RoomType,
  name: Name.optional(),
  topic: z.string().optional(),
  data: Data.optional(),
  readOnly: z.boolean(),
  history: z.enum(['all', 'joined']),
  features: Features,
  memberCount: z.int().min(0),
  seq: Position,
  createdAt: Time,
  archivedAt: Time.optional(),
})
export type Room = Readonly<z.infer<typeof Room>>

/** `readSeq` and `deliveredSeq`: how far the member has read and received, as far as others may know. */
export const Member = z.object({
  user: Sender.extend({ kind: UserKind }),
  role: Role,
  readSeq: Position,
  deliveredSeq: Position,
  joinedAt: Time,
})
export type Member = Readonly<z.infer<typeof Member>>

/** Who is meant, beside what the text says. */
export const Mentions = z.strictObject({
  users: z.array(UserId).min(1).max(LIMITS.mentionsPerMessage).optional(),
  /** Everybody in the room. */
  room: z.literal(true).optional(),
  /** Everybody in the room who is there just now. */
  online: z.literal(true).optional(),
  roles: z.array(Role).min(1).max(ROLES.length).optional(),
})
export type Mentions = Readonly<z.infer<typeof Mentions>>

/** An emoji and how many used it, in the order of first use. */
export const Reaction = z.object({ emoji: Emoji, count: z.int().min(1) })
export type Reaction = Readonly<z.infer<typeof Reaction>>

/** Where a message stands. */
export const Place = z.object({ id: MessageId, seq: Seq })
export type Place = Readonly<z.infer<typeof Place>>

/** What a reply answers, as it is now: without its text where that was deleted, or is before one's time. */
export const Quote = Place.extend({
  sender: Sender,
  text: z.string().optional(),
  deletedAt: Time.optional(),
})
export type Quote = Readonly<z.infer<typeof Quote>>

/** What was said below a message. */
export const Replies = z.object({ count: z.int().min(0), lastSeq: Seq, lastAt: Time })
export type Replies = Readonly<z.infer<typeof Replies>>

/**
 * `seq` is that of the event that created it. A deleted message keeps its place and no text. `version`
 * rises with every edit, and with a deletion that is taken back.
 */
export const Message = z.object({
  id: MessageId,
  room: RoomId,
  seq: Seq,
  version: z.int().min(1),
  sender: Sender,
  text: z.string(),
  data: Data.optional(),
  /** Not somebody's words: it says what happened. */
  system: z.literal(true).optional(),
  /** Nobody's unread, and no reason to call anybody. */
  silent: z.literal(true).optional(),
  replyTo: MessageId.optional(),
  quote: Quote.optional(),
  /** The message below which it was said; it is in the room's own history only where `inRoom`. */
  thread: MessageId.optional(),
  inRoom: z.literal(true).optional(),
  replies: Replies.optional(),
  mentions: Mentions.optional(),
  reactions: z.array(Reaction).optional(),
  pinnedAt: Time.optional(),
  clientId: z.string().optional(),
  createdAt: Time,
  editedAt: Time.optional(),
  deletedAt: Time.optional(),
})
export type Message = Readonly<z.infer<typeof Message>>

/** How a message once was. */
export const Version = z.object({
  version: z.int().min(1),
  text: z.string(),
  data: Data.optional(),
  at: Time,
})
export type Version = Readonly<z.infer<typeof Version>>

/** A thread as one sees it: how far one has read below its root, and what that leaves unread. */
export const Thread = z.object({
  root: Message,
  following: z.boolean(),
  readSeq: Position,
  unread: z.int().min(0).max(LIMITS.unreadMax),
})
export type Thread = Readonly<z.infer<typeof Thread>>

export const NotifyLevel = z.enum(['all', 'mentions', 'none'])
/** One's own way with a room. `position` orders one's own list; `receipts`: whether others see how far one has read. */
export const Preferences = z.object({
  notify: NotifyLevel,
  mutedUntil: Time.optional(),
  favourite: z.boolean(),
  position: z.int().min(0).max(1_000_000).optional(),
  receipts: z.enum(['public', 'private']),
})
export type Preferences = Readonly<z.infer<typeof Preferences>>

/** What a member has who never said otherwise. */
export const PREFERENCES: Preferences = { notify: 'all', favourite: false, receipts: 'public' }

/** A room as one of its members sees it: my role, how far I read, and what that leaves unread. */
export const MyRoom = Room.extend({
  role: Role,
  readSeq: Position,
  /** I want to see it as unread from here on, however far I have read. */
  unreadFrom: Seq.optional(),
  /** At most `LIMITS.unreadMax`: that many stands for that many or more. */
  unread: z.int().min(0).max(LIMITS.unreadMax),
  /** How many of the unread name me. */
  mentions: z.int().min(0).max(LIMITS.unreadMax),
  preferences: Preferences,
  lastMessage: Message.optional(),
})
export type MyRoom = Readonly<z.infer<typeof MyRoom>>

/** Somebody used an emoji on a message. */
export const Reactor = z.object({ user: Sender, emoji: Emoji, at: Time })
export type Reactor = Readonly<z.infer<typeof Reactor>>

/** Somebody read as far as a message, and when first. */
export const Seen = z.object({ user: Sender, at: Time })
export type Seen = Readonly<z.infer<typeof Seen>>

/** A message that names me. */
export const Mention = z.object({ room: RoomId, message: Message })
export type Mention = Readonly<z.infer<typeof Mention>>

export const PresenceState = z.enum(['online', 'away', 'offline'])
export type PresenceState = z.infer<typeof PresenceState>
export const Presence = z.object({
  user: Sender,
  state: PresenceState,
  status: z.string().optional(),
  lastSeenAt: Time.optional(),
})
export type Presence = Readonly<z.infer<typeof Presence>>

/** A way into a room: for one person, or for whoever has the code. */
export const Invitation = z.object({
  id: InvitationId,
  room: RoomId,
  roomName: Name.optional(),
  by: Sender,
  user: UserId.optional(),
  uses: z.int().min(0),
  maxUses: z.int().min(1).optional(),
  expiresAt: Time.optional(),
  createdAt: Time,
})
export type Invitation = Readonly<z.infer<typeof Invitation>>

/** Where what was searched for stands in a text: pieces of it, the found ones marked. */
export const Fragment = z.object({ text: z.string(), found: z.boolean() })
export const Found = z.object({ message: Message, fragments: z.array(Fragment) })
export type Found = Readonly<z.infer<typeof Found>>

/** What a key of the management port may be for. */
export const SCOPES = [
  'users:read',
  'users:write',
  'rooms:read',
  'rooms:write',
  'messages:read',
  'messages:write',
  'tokens',
  'keys',
  'statistics',
] as const
export const Scope = z.enum(SCOPES)
export type Scope = z.infer<typeof Scope>

/** A key of the management port, less the key itself. `prefix`: how it begins, to tell it by. */
export const Key = z.object({
  id: KeyId,
  name: Name,
  prefix: z.string(),
  scopes: z.array(Scope),
  createdAt: Time,
  lastUsedAt: Time.optional(),
})
export type Key = Readonly<z.infer<typeof Key>>
