import type { RoomId, UserId } from '../../../protocol/ids.ts'

export type InRoom = { room: RoomId }
export type OfMember = { room: RoomId; user: UserId }
/** A message, by its room and seq. */
export type OfMessage = { room: RoomId; seq: number }
