import type { Preferences, ReadReceipt, Sender } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'

/** The pointers of a member. `shownSeq`: the read pointer that other members see. */
export type Pointers = {
  readonly readSeq: number
  readonly shownSeq: number
  readonly deliveredSeq: number
  readonly unreadFrom: number | undefined
  readonly preferences: Preferences
}

export interface ReceiptsRead {
  pointers(room: RoomId, user: UserId): Promise<Pointers | undefined>
  /** The number of messages of others after this seq that count as unread, up to `LIMITS.unreadMax`. */
  countUnread(room: RoomId, user: UserId, seq: number): Promise<number>
  /** The user's rooms with unread messages, or with an "unread from here" mark. */
  behind(user: UserId): Promise<readonly RoomId[]>
  /** The members, except the sender, who have read a message, by id. */
  seen(
    room: RoomId,
    seq: number,
    sender: UserId,
    after: string,
    limit: number,
  ): Promise<readonly ReadReceipt[]>
}

export interface ReceiptsWrite extends ReceiptsRead {
  /** `isPublic`: published in the room's log, otherwise in the reader's own log. */
  setRead(
    room: RoomId,
    user: Sender,
    seq: number,
    pointers: Pointers,
    isPublic: boolean,
  ): Promise<void>
  setUnreadFrom(room: RoomId, user: UserId, seq: number, preferences: Preferences): Promise<void>
  setDelivered(room: RoomId, user: Sender, seq: number): Promise<void>
}
