import { quoteLength } from './limits.ts'
import type { Event, Message } from './protocol.ts'

/** A message as it is after an event; the same one where that does not change it. */
export function renewed<M extends Message>(one: M, told: Event): M {
  if ('root' in told && told.root?.id === one.id) return { ...one, replies: told.root.replies }
  if ('member' in told) {
    const { id, name } = told.member.user
    return one.sender.id === id ? { ...one, sender: { id, name } } : one
  }
  if (!('message' in told)) return one
  const { message } = told
  if ('text' in message && one.quote?.id === message.id) return { ...one, quote: quoteOf(message) }
  if (message.id !== one.id) return one
  if ('reactions' in told) return { ...one, reactions: told.reactions }
  if ('text' in message) return { ...one, ...GONE, ...message, replies: one.replies }
  return { ...one, pinnedAt: told.type === 'message.pinned' ? told.at : undefined }
}

/** What an edit or a deletion may have taken away. */
const GONE = {
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

/** Of what is said below a message the room shows what is said in it, too. */
export const isInRoom = ({ thread, inRoom }: Message): boolean => !thread || !!inRoom
