import { ChatError } from './error.ts'
import type { InvitationId, MessageId, RoomId, UserId } from './protocol.ts'

const typed =
  <Id extends string>(prefix: string) =>
  (text: string): Id => {
    if (text.startsWith(prefix)) return text as Id
    throw new ChatError('invalid_input', `${text} is not a ${prefix} id`)
  }

// These functions turn a text from an address or a store into an id, and throw if it is not one.
export const roomId = typed<RoomId>('room_')
export const messageId = typed<MessageId>('msg_')
export const invitationId = typed<InvitationId>('inv_')
/** The app chooses its users' ids, so every text can be one. */
export const userId = typed<UserId>('')

/**
 * An id for a message. It only has to be new among the messages of its sender in a room, so the time and a random
 * number are enough. `crypto` is missing in React Native, and `crypto.randomUUID` on pages that were loaded by HTTP.
 */
export const newClientId = (): string => `${Date.now()}-${Math.random()}`
