import type { Message, Sender } from '../../../protocol/entities.ts'
import type { RoomId } from '../../../protocol/ids.ts'

export interface PinsRead {
  count(room: RoomId): Promise<number>
  list(room: RoomId, from: number): Promise<readonly Message[]>
}

export interface PinsWrite extends PinsRead {
  add(message: Message, by: Sender): Promise<Message>
  remove(message: Message, by: Sender): Promise<void>
}
