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

/** An id for a message: 128 random bits. `crypto.randomUUID` does not exist on pages that were loaded by HTTP. */
export const newClientId = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')
