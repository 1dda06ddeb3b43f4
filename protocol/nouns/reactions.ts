import * as z from 'zod'
import { op } from '../op.ts'
import { Emoji } from '../text.ts'
import { event } from './event.ts'
import { Message, MessageRef, ReactionSummary } from './message.ts'
import { after, Limit, nothing, ofMessage, Sender, Time } from './shared.ts'

export const Reaction = z
  .object({ user: Sender, emoji: Emoji, at: Time })
  .meta({ id: 'Reaction', description: 'An emoji that a user added to a message.' })

export type Reaction = Readonly<z.infer<typeof Reaction>>

const ofEmoji = ofMessage.extend({ emoji: Emoji })

const AfterReaction = after(/^\S+ \S+$/)

const reaction = {
  message: MessageRef,
  emoji: Emoji,
  user: Sender,
  reactions: z.array(ReactionSummary).describe('All reactions on the message now.'),
}

export const REACTION_COMMANDS = {
  'reactions.add': op({
    method: 'PUT',
    path: '/rooms/:room/messages/:message/reactions/:emoji',
    asker: 'user',
    summary: 'Add a reaction to a message; repeating it changes nothing',
    spends: ['eventsPerDay'],
    input: ofEmoji,
    output: Message,
    status: 200,
  }),
  'reactions.remove': op({
    method: 'DELETE',
    path: '/rooms/:room/messages/:message/reactions/:emoji',
    asker: 'user',
    summary: 'Remove a reaction of the caller',
    input: ofEmoji,
    output: nothing,
    status: 204,
  }),
  'reactions.list': op({
    method: 'GET',
    path: '/rooms/:room/messages/:message/reactions',
    asker: 'user',
    summary:
      'List the reactions to a message, by emoji and user; the next page is `after` the `next` of this one',
    input: ofMessage.extend({ emoji: Emoji.optional(), after: AfterReaction, limit: Limit }),
    output: z.object({ reactions: z.array(Reaction), next: z.string().optional() }),
    status: 200,
  }),
} as const

export const REACTION_EVENTS = {
  'reaction.added': event('reaction.added', reaction, 'A user added a reaction.'),
  'reaction.removed': event('reaction.removed', reaction, 'A user removed a reaction.'),
} as const
