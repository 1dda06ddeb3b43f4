import type { Message, Sender } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'

export interface PinsRead {
  count(room: RoomId): Promise<number>
  /** The pinned messages that `viewer` may see. */
  list(room: RoomId, from: number, viewer: UserId): Promise<readonly Message[]>
}

export interface PinsWrite extends PinsRead {
  add(message: Message, by: Sender): Promise<Message>
  remove(message: Message, by: Sender): Promise<void>
}
