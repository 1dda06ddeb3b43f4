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

export const UserKind = z.enum(['person', 'guest', 'bot']).meta({ id: 'UserKind' })
export type UserKind = z.infer<typeof UserKind>

export const User = z
  .object({
    id: UserId,
    name: Name,
    kind: UserKind,
    info: Data.optional(),
    createdAt: Time,
    deletedAt: Time.optional(),
  })
  .meta({
    id: 'User',
    description:
      "`info`: the claims of the app's token that Parlance itself does not use. A deleted user has neither name nor info left.",
  })
export type User = Readonly<z.infer<typeof User>>

export const Sender = z
  .object({ id: UserId, name: Name })
  .meta({ id: 'Sender', description: 'Who somebody is, where more is not needed.' })
export type Sender = Readonly<z.infer<typeof Sender>>

export const RoomType = z.enum(['dm', 'group', 'public', 'announcement']).meta({ id: 'RoomType' })
export type RoomType = z.infer<typeof RoomType>

/** From the most to the least. */
export const ROLES = ['owner', 'admin', 'moderator', 'member'] as const
export const Role = z.enum(ROLES).meta({ id: 'Role' })
export type Role = z.infer<typeof Role>

/** What members of a room have beside its messages. */
export const FEATURES = ['typing', 'receipts', 'reactions', 'threads', 'presence'] as const
export type Feature = (typeof FEATURES)[number]
export const Features = z
  .object({
    typing: z.boolean(),
    receipts: z.boolean(),
    reactions: z.boolean(),
    threads: z.boolean(),
    presence: z.boolean(),
  })
  .meta({ id: 'Features', description: 'What a room has beside its messages.' })
export type Features = Readonly<z.infer<typeof Features>>

/** A room type is a bundle of them; a room may differ from its type. */
export const FEATURES_OF: Readonly<Record<RoomType, Features>> = {
  dm: { typing: true, receipts: true, reactions: true, threads: true, presence: true },
  group: { typing: true, receipts: true, reactions: true, threads: true, presence: true },
  public: { typing: true, receipts: true, reactions: true, threads: true, presence: true },
  announcement: { typing: false, receipts: false, reactions: true, threads: true, presence: false },
}

export const Room = z
  .object({
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
  .meta({
    id: 'Room',
    description: `\`seq\` is the room’s last. A dm has no name of its own: clients show the other’s. \`history\`: how far back a new member sees. \`features\` as they are set: typing, receipts and presence are silent while a room has more than ${LIMITS.liveMembers} members.`,
  })
export type Room = Readonly<z.infer<typeof Room>>

export const Lobby = z
  .object({ room: RoomId })
  .meta({ id: 'Lobby', description: 'Which room the lobby is.' })
export type Lobby = Readonly<z.infer<typeof Lobby>>

export const Member = z
  .object({
    user: Sender.extend({ kind: UserKind }),
    role: Role,
    readSeq: Position,
    deliveredSeq: Position,
    joinedAt: Time,
  })
  .meta({
    id: 'Member',
    description:
      '`readSeq` and `deliveredSeq`: how far the member has read and received, as far as others may know.',
  })
export type Member = Readonly<z.infer<typeof Member>>

export const Mentions = z
  .strictObject({
    users: z.array(UserId).min(1).max(LIMITS.mentionsPerMessage).optional(),
    room: z.literal(true).optional().describe('Everybody in the room.'),
    online: z.literal(true).optional().describe('Everybody in the room who is there just now.'),
    roles: z.array(Role).min(1).max(ROLES.length).optional(),
  })
  .meta({ id: 'Mentions', description: 'Who is meant, beside what the text says.' })
export type Mentions = Readonly<z.infer<typeof Mentions>>

export const ReactionSummary = z.object({ emoji: Emoji, count: z.int().min(1) }).meta({
  id: 'ReactionSummary',
  description: 'An emoji and how many used it, in the order of first use.',
})
export type ReactionSummary = Readonly<z.infer<typeof ReactionSummary>>

export const MessageRef = z
  .object({ id: MessageId, seq: Seq })
  .meta({ id: 'MessageRef', description: 'Where a message stands.' })
export type MessageRef = Readonly<z.infer<typeof MessageRef>>

export const Quote = MessageRef.extend({
  sender: Sender,
  text: z.string().optional(),
  deletedAt: Time.optional(),
}).meta({
  id: 'Quote',
  description:
    "What a reply answers, as it is now: without its text where that was deleted, or is before one's time.",
})
export type Quote = Readonly<z.infer<typeof Quote>>

export const Replies = z
  .object({ count: z.int().min(0), lastSeq: Seq, lastAt: Time })
  .meta({ id: 'Replies', description: 'What was said below a message.' })
export type Replies = Readonly<z.infer<typeof Replies>>

export const Ignored = z
  .object({ mentions: z.array(UserId) })
  .meta({ id: 'Ignored', description: 'What of a command was left out: mentions of who has left.' })
export type Ignored = Readonly<z.infer<typeof Ignored>>

export const Message = z
  .object({
    id: MessageId,
    room: RoomId,
    seq: Seq,
    version: z.int().min(1),
    sender: Sender,
    text: z.string(),
    data: Data.optional(),
    system: z.literal(true).optional().describe("Not somebody's words: it says what happened."),
    silent: z.literal(true).optional().describe("Nobody's unread, and no reason to call anybody."),
    replyTo: MessageId.optional(),
    quote: Quote.optional(),
    thread: MessageId.optional().describe(
      "The message below which it was said; it is in the room's own history only where `inRoom`.",
    ),
    inRoom: z.literal(true).optional(),
    replies: Replies.optional(),
    mentions: Mentions.optional(),
    reactions: z.array(ReactionSummary).optional(),
    pinnedAt: Time.optional(),
    clientId: z.string().optional(),
    createdAt: Time,
    editedAt: Time.optional(),
    deletedAt: Time.optional(),
    ignored: Ignored.optional().describe(
      'In the answer to whoever sent or edited it, and nowhere else: what was left out.',
    ),
  })
  .meta({
    id: 'Message',
    description:
      '`seq` is that of the event that created it. A deleted message keeps its place and no text. `version` rises with every edit, and with a deletion that is taken back.',
  })
export type Message = Readonly<z.infer<typeof Message>>

export const Version = z
  .object({
    version: z.int().min(1),
    text: z.string(),
    data: Data.optional(),
    at: Time,
  })
  .meta({ id: 'Version', description: 'How a message once was.' })
export type Version = Readonly<z.infer<typeof Version>>

export const Thread = z
  .object({
    root: Message,
    following: z.boolean(),
    readSeq: Position,
    unread: z.int().min(0).max(LIMITS.unreadMax),
  })
  .meta({
    id: 'Thread',
    description:
      'A thread as one sees it: how far one has read below its root, and what that leaves unread.',
  })
export type Thread = Readonly<z.infer<typeof Thread>>

export const NotifyLevel = z.enum(['all', 'mentions', 'none']).meta({ id: 'NotifyLevel' })
export const Preferences = z
  .object({
    notify: NotifyLevel,
    mutedUntil: Time.optional(),
    favourite: z.boolean(),
    position: z.int().min(0).max(1_000_000).optional(),
    receipts: z.enum(['public', 'private']),
  })
  .meta({
    id: 'Preferences',
    description:
      "One's own way with a room. `position` orders one's own list; `receipts`: whether others see how far one has read.",
  })
export type Preferences = Readonly<z.infer<typeof Preferences>>

/** What a member has who never said otherwise. */
export const PREFERENCES: Preferences = { notify: 'all', favourite: false, receipts: 'public' }

export const MyRoom = Room.extend({
  role: Role,
  joinedSeq: Position.describe(
    'That of my joining: what was said before is history, and not unread, however far I read.',
  ),
  readSeq: Position,
  unreadFrom: Seq.optional().describe(
    'I want to see it as unread from here on, however far I have read.',
  ),
  unread: z
    .int()
    .min(0)
    .max(LIMITS.unreadMax)
    .describe(`At most ${LIMITS.unreadMax}: that many stands for that many or more.`),
  mentions: z.int().min(0).max(LIMITS.unreadMax).describe('How many of the unread name me.'),
  preferences: Preferences,
  lastMessage: Message.optional(),
}).meta({
  id: 'MyRoom',
  description:
    'A room as one of its members sees it: my role, how far I read, and what that leaves unread.',
})
export type MyRoom = Readonly<z.infer<typeof MyRoom>>

export const Reaction = z
  .object({ user: Sender, emoji: Emoji, at: Time })
  .meta({ id: 'Reaction', description: 'Somebody used an emoji on a message.' })
export type Reaction = Readonly<z.infer<typeof Reaction>>

export const ReadReceipt = z
  .object({ user: Sender, at: Time })
  .meta({ id: 'ReadReceipt', description: 'Somebody read as far as a message, and when first.' })
export type ReadReceipt = Readonly<z.infer<typeof ReadReceipt>>

export const Mention = z
  .object({ room: RoomId, message: Message })
  .meta({ id: 'Mention', description: 'A message that names me.' })
export type Mention = Readonly<z.infer<typeof Mention>>

export const PresenceState = z.enum(['online', 'away', 'offline']).meta({ id: 'PresenceState' })
export type PresenceState = z.infer<typeof PresenceState>
export const Presence = z
  .object({
    user: Sender,
    state: PresenceState,
    status: z.string().optional(),
    lastSeenAt: Time.optional(),
  })
  .meta({ id: 'Presence', description: 'How somebody is there, or since when not.' })
export type Presence = Readonly<z.infer<typeof Presence>>

export const Invitation = z
  .object({
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
  .meta({
    id: 'Invitation',
    description: 'A way into a room: for one person, or for whoever has the code.',
  })
export type Invitation = Readonly<z.infer<typeof Invitation>>

export const Fragment = z.object({ text: z.string(), found: z.boolean() }).meta({
  id: 'Fragment',
  description: 'Where what was searched for stands in a text: pieces of it, the found ones marked.',
})
export const SearchHit = z
  .object({ message: Message, fragments: z.array(Fragment) })
  .meta({ id: 'SearchHit', description: 'A message that was searched for.' })
export type SearchHit = Readonly<z.infer<typeof SearchHit>>

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
export const Scope = z.enum(SCOPES).meta({ id: 'Scope' })
export type Scope = z.infer<typeof Scope>

export const Key = z
  .object({
    id: KeyId,
    name: Name,
    prefix: z.string(),
    scopes: z.array(Scope),
    createdAt: Time,
    lastUsedAt: Time.optional(),
  })
  .meta({
    id: 'Key',
    description:
      'A key of the management port, less the key itself. `prefix`: how it begins, to tell it by.',
  })
export type Key = Readonly<z.infer<typeof Key>>
