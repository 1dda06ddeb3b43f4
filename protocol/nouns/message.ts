import * as z from 'zod'
import { MessageId, RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { Data, Emoji } from '../text.ts'
import { ROLES, Role } from './roles.ts'
import { Sender, Seq, Time } from './shared.ts'

export const Mentions = z
  .strictObject({
    users: z.array(UserId).min(1).max(LIMITS.mentionsPerMessage).optional(),
    room: z.literal(true).optional().describe('Mentions all members of the room.'),
    online: z.literal(true).optional().describe('Mentions the members who are online now.'),
    roles: z.array(Role).min(1).max(ROLES.length).optional(),
  })
  .meta({
    id: 'Mentions',
    description: 'The users that a message mentions. Mentions are not read out of the text.',
  })

export type Mentions = Readonly<z.infer<typeof Mentions>>

export const ReactionSummary = z
  .object({
    emoji: Emoji,
    count: z.int().min(1),
    mine: z
      .literal(true)
      .optional()
      .describe('The caller is one of them. Events do not contain it: they are the same for all.'),
  })
  .meta({
    id: 'ReactionSummary',
    description: 'An emoji on a message, and how many users added it.',
  })

export type ReactionSummary = Readonly<z.infer<typeof ReactionSummary>>

export const MessageRef = z.object({ id: MessageId, seq: Seq }).meta({
  id: 'MessageRef',
  description: 'A reference to a message: its id and its seq in the room.',
})

export type MessageRef = Readonly<z.infer<typeof MessageRef>>

export const Quote = MessageRef.extend({
  sender: Sender,
  text: z.string().optional(),
  deletedAt: Time.optional(),
}).meta({
  id: 'Quote',
  description:
    'The message that a reply answers, as it is now. A deleted message, or one that the caller may not see, has no text.',
})

export type Quote = Readonly<z.infer<typeof Quote>>

export const Replies = z
  .object({ count: z.int().min(0), lastSeq: Seq, lastAt: Time })
  .meta({ id: 'Replies', description: 'The replies in a thread: their number, and the last one.' })

export type Replies = Readonly<z.infer<typeof Replies>>

export const Ignored = z.object({ mentions: z.array(UserId) }).meta({
  id: 'Ignored',
  description:
    'The parts of a command that were left out: mentions of users who have left the room.',
})

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
    system: z
      .literal(true)
      .optional()
      .describe('A system message: it reports what happened, and does not count as unread.'),
    silent: z
      .literal(true)
      .optional()
      .describe('A silent message does not count as unread, and is no reason for a notification.'),
    replyTo: MessageId.optional(),
    quote: Quote.optional(),
    thread: MessageId.optional().describe(
      'The root of the thread that contains the message. Only with `inRoom` it is in the room’s history, too.',
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
    hidden: z
      .literal(true)
      .optional()
      .describe(
        'Only the sender and the staff see the message, and only the staff see this field. It does not count as unread.',
      ),
    expiresAt: Time.optional().describe(
      'When the message disappears: from then on it is a deleted message.',
    ),
    ignored: Ignored.optional().describe(
      'The parts that were left out. Only the answer to the sender contains this field.',
    ),
  })
  .meta({
    id: 'Message',
    description:
      'A message. `seq`: that of the event that created it. `version` increases with every edit and when the message is restored. A deleted message keeps its id and seq, without text.',
  })

export type Message = Readonly<z.infer<typeof Message>>

export const ThreadRoot = MessageRef.extend({ replies: Replies }).meta({
  id: 'ThreadRoot',
  description: 'The root of a thread, with its replies as they are now.',
})
