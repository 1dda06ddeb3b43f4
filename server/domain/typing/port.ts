import type { Sender } from '../../../protocol/entities.ts'
import type { MessageId, RoomId, UserId } from '../../../protocol/ids.ts'

/** The users who are typing. Typing is published to the room and not stored. */
export interface Typing {
  /** Starts typing, or extends it. `isHidden`: only the user's own devices receive it. Refuses `rate_limited`. */
  start(room: RoomId, user: Sender, thread: MessageId | undefined, isHidden: boolean): void
  stop(room: RoomId, user: UserId): void
}
