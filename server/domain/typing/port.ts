import type { Sender } from '../../../protocol/entities.ts'
import type { MessageId, RoomId, UserId } from '../../../protocol/ids.ts'

/** Who types just now. It passes: the room is told, and nothing is kept. */
export interface Typing {
  /** Again, it goes on. Refuses `rate_limited`. */
  start(room: RoomId, user: Sender, thread: MessageId | undefined): void
  stop(room: RoomId, user: UserId): void
}
