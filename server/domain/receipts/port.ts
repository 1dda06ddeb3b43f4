import type { Preferences, ReadReceipt, Sender } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'

/** How far a member has read and received, by themselves and as others know it. */
export type Pointers = {
  readonly readSeq: number
  readonly shownSeq: number
  readonly deliveredSeq: number
  readonly unreadFrom: number | undefined
  readonly preferences: Preferences
}

export interface ReceiptsRead {
  pointers(room: RoomId, user: UserId): Promise<Pointers | undefined>
  /** Others' messages after this seq that count, up to `LIMITS.unreadMax`. */
  countUnread(room: RoomId, user: UserId, seq: number): Promise<number>
  /** The user's rooms in which something is unread, or marked so. */
  behind(user: UserId): Promise<readonly RoomId[]>
  /** Who but its sender has read as far as a message, by id. */
  seen(
    room: RoomId,
    seq: number,
    sender: UserId,
    after: string,
    limit: number,
  ): Promise<readonly ReadReceipt[]>
}

export interface ReceiptsWrite extends ReceiptsRead {
  /** `tells`: others hear of it; if not, only the reader's own log does. */
  setRead(
    room: RoomId,
    user: Sender,
    seq: number,
    pointers: Pointers,
    tells: boolean,
  ): Promise<void>
  setUnreadFrom(room: RoomId, user: UserId, seq: number, preferences: Preferences): Promise<void>
  setDelivered(room: RoomId, user: Sender, seq: number): Promise<void>
}
