import { quoteLength } from './limits.ts'
import type { Event, Message, UserId } from './protocol.ts'

/** The events that can change a message: with a new reply, another name of its sender, or the message itself. */
type Changing =
  | `message.${'created' | 'updated' | 'deleted' | 'pinned' | 'unpinned'}`
  | `member.${'joined' | 'updated'}`
  | `reaction.${'added' | 'removed'}`
/** The events that change no message. */
type Unrelated =
  | `user.${'updated' | 'deleted'}`
  | 'account.updated'
  | 'session.ended'
  | `identity.${'created' | 'deleted'}`
  | `room.${'created' | 'updated' | 'deleted'}`
  | `receipt.${'read' | 'delivered'}`
  | `invitation.${'created' | 'updated' | 'deleted'}`
  | `block.${'created' | 'deleted'}`
  | `sanction.${'created' | 'updated' | 'ended'}`
  | 'export.finished'
  | `joinRequest.${'created' | 'accepted' | 'declined' | 'deleted'}`
  | `request.${'created' | 'accepted' | 'declined' | 'deleted'}`
  | 'consent.updated'
  | `report.${'created' | 'updated'}`
  | 'member.left'
  | 'thread.updated'
  | 'mention.created'
  | 'preferences.updated'
  | 'event.skipped'
/** Every event. Where a type of event is neither of the two, a caller with any event does not compile. */
type Known = Extract<Event, { type: Changing | Unrelated }>

/** A message after an event; the same object if the event does not change it. `me`: the own id. */
export function renewed<M extends Message>(one: M, event: Known, me: UserId | undefined): M {
  if ('root' in event && event.root?.id === one.id) return { ...one, replies: event.root.replies }
  if ('member' in event) {
    const { id, name } = event.member.user
    return one.sender.id === id ? { ...one, sender: { id, name } } : one
  }
  if (!('message' in event)) return one
  const { message } = event
  if ('text' in message && one.quote?.id === message.id) return { ...one, quote: quoteOf(message) }
  if (message.id !== one.id) return one
  if ('reactions' in event) {
    // Events are the same for all: which reactions are the own ones is known from before, and by an own change.
    const isOwn = event.user.id === me
    const reactions = event.reactions.map((now) => ({
      ...one.reactions?.find(({ emoji }) => emoji === now.emoji),
      ...now,
      ...(isOwn &&
        event.emoji === now.emoji && { mine: event.type === 'reaction.added' || undefined }),
    }))
    return { ...one, reactions }
  }
  if ('text' in message) {
    const reactions = message.reactions && (one.reactions ?? message.reactions)
    return { ...one, ...CLEARED, ...message, reactions, replies: one.replies }
  }
  if (!event.type.endsWith('pinned')) return one
  return { ...one, pinnedAt: event.type === 'message.pinned' ? event.at : undefined }
}

type Optional<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T]
/** The optional fields that a message keeps for as long as it exists. */
type Kept =
  | ('system' | 'silent' | 'replyTo' | 'quote' | 'thread' | 'inRoom')
  | ('replies' | 'clientId' | 'editedAt' | 'hidden' | 'ignored')
/** The fields that an edit or a deletion can remove: every other optional field. */
const CLEARED: Readonly<Record<Exclude<Optional<Message>, Kept | 'reactions'>, undefined>> = {
  data: undefined,
  mentions: undefined,
  pinnedAt: undefined,
  deletedAt: undefined,
  expiresAt: undefined,
}

const quoteOf = ({ id, seq, sender, text, deletedAt }: Message) => ({
  id,
  seq,
  sender,
  deletedAt,
  text: deletedAt ? undefined : [...text].slice(0, quoteLength).join(''),
})

/** Whether the room shows a message. It shows a reply in a thread only if the reply has `inRoom`. */
export const isInRoom = ({ thread, inRoom }: Pick<Message, 'thread' | 'inRoom'>): boolean =>
  !thread || !!inRoom
