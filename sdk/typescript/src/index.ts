/// <reference lib="esnext.disposable" preserve="true" />
export type { Call } from './calls.ts'
export {
  type Chat,
  type ChatOptions,
  createChat,
  type Outbox,
  type Status,
  type TokenRequest,
  type UnknownEvent,
} from './chat.ts'
export { ChatError, type ErrorCode } from './error.ts'
export { invitationId, messageId, newClientId, roomId, userId } from './ids.ts'
export { type LiveList, type LoadState, liveList } from './live-list.ts'
export type * from './protocol.ts'
export { renewed } from './renewed.ts'
export type { Room as RoomHandle } from './room.ts'
export type { Transport } from './transport.ts'
