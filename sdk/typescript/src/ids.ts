import { ChatError } from './error.ts'
import type { InvitationId, MessageId, RoomId, UserId } from './protocol.ts'

const typed =
  <Id extends string>(prefix: string) =>
  (word: string): Id => {
    if (word.startsWith(prefix)) return word as Id
    throw new ChatError('invalid_input', `${word} is no ${prefix}… id`)
  }

// A word from outside, an address or a store, as an id. Throws what is none.
export const roomId = typed<RoomId>('room_')
export const messageId = typed<MessageId>('msg_')
export const invitationId = typed<InvitationId>('inv_')
/** A user's id is the app's own: any word may be one. */
export const userId = typed<UserId>('')

/** For a message: 128 random bits. `crypto.randomUUID` is not there on a page that came over plain HTTP. */
export const newClientId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
