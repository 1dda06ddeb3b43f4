import * as z from 'zod'
import { MessageId, RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { Data, Emoji } from '../text.ts'
import { ROLES, Role } from './roles.ts'
import { Sender, Seq, Time } from './shared.ts'

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

export const ThreadRoot = MessageRef.extend({ replies: Replies }).meta({
  id: 'ThreadRoot',
  description: 'The root of a thread, and what is below it now.',
})
