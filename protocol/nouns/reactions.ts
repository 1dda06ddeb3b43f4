import * as z from 'zod'
import { op } from '../op.ts'
import { Emoji } from '../text.ts'
import { event } from './event.ts'
import { Message, MessageRef, ReactionSummary } from './message.ts'
import { after, Limit, nothing, ofMessage, Sender, Time } from './shared.ts'

export const Reaction = z
  .object({ user: Sender, emoji: Emoji, at: Time })
  .meta({ id: 'Reaction', description: 'Somebody used an emoji on a message.' })

export type Reaction = Readonly<z.infer<typeof Reaction>>

const ofEmoji = ofMessage.extend({ emoji: Emoji })

const AfterReaction = after(/^\S+ \S+$/)

const reaction = {
  message: MessageRef,
  emoji: Emoji,
  user: Sender,
  reactions: z.array(ReactionSummary).describe('All there are on the message now.'),
}

export const REACTION_COMMANDS = {
  'reactions.add': op({
    method: 'PUT',
    path: '/rooms/:room/messages/:message/reactions/:emoji',
    asker: 'user',
    summary: 'React to a message; the same again changes nothing',
    input: ofEmoji,
    output: Message,
    status: 200,
  }),
  'reactions.remove': op({
    method: 'DELETE',
    path: '/rooms/:room/messages/:message/reactions/:emoji',
    asker: 'user',
    summary: 'Take a reaction back',
    input: ofEmoji,
    output: nothing,
    status: 204,
  }),
  'reactions.list': op({
    method: 'GET',
    path: '/rooms/:room/messages/:message/reactions',
    asker: 'user',
    summary: 'Who reacted, by emoji and user; the next page is `after` its `next`',
    input: ofMessage.extend({ emoji: Emoji.optional(), after: AfterReaction, limit: Limit }),
    output: z.object({ reactions: z.array(Reaction), next: z.string().optional() }),
    status: 200,
  }),
} as const

export const REACTION_EVENTS = {
  'reaction.added': event('reaction.added', reaction),
  'reaction.removed': event('reaction.removed', reaction),
} as const
