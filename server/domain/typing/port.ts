import type { Audience } from '../../../protocol/audience.ts'
import type { Sender } from '../../../protocol/entities.ts'
import type { MessageId, RoomId, UserId } from '../../../protocol/ids.ts'

/** The users who are typing. Typing is published to the room and not stored. */
export interface Typing {
  /** Starts typing, or extends it. Refuses `rate_limited`. */
  start(room: RoomId, user: Sender, thread: MessageId | undefined, audience: Audience): void
  stop(room: RoomId, user: UserId): void
}
