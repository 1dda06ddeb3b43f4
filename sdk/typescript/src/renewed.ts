import { quoteLength } from './limits.ts'
import type { Event, Message } from './protocol.ts'

/** A message after an event; the same object if the event does not change it. */
export function renewed<M extends Message>(one: M, event: Event): M {
  if ('root' in event && event.root?.id === one.id) return { ...one, replies: event.root.replies }
  if ('member' in event) {
    const { id, name } = event.member.user
    return one.sender.id === id ? { ...one, sender: { id, name } } : one
  }
  if (!('message' in event)) return one
  const { message } = event
  if ('text' in message && one.quote?.id === message.id) return { ...one, quote: quoteOf(message) }
  if (message.id !== one.id) return one
  if ('reactions' in event) return { ...one, reactions: event.reactions }
  if ('text' in message) return { ...one, ...CLEARED, ...message, replies: one.replies }
  return { ...one, pinnedAt: event.type === 'message.pinned' ? event.at : undefined }
}

/** The fields that an edit or a deletion can remove. */
const CLEARED = {
  data: undefined,
  mentions: undefined,
  reactions: undefined,
  pinnedAt: undefined,
  deletedAt: undefined,
}

const quoteOf = ({ id, seq, sender, text, deletedAt }: Message) => ({
  id,
  seq,
  sender,
  deletedAt,
  text: deletedAt ? undefined : [...text].slice(0, quoteLength).join(''),
})

/** Whether the room shows a message. It shows a reply in a thread only if the reply has `inRoom`. */
export const isInRoom = ({ thread, inRoom }: Message): boolean => !thread || !!inRoom
