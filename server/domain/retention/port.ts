import type { Sender } from '../../../protocol/entities.ts'
import type { MessageId, RoomId, UserId } from '../../../protocol/ids.ts'

/** How long things stay that nobody deletes, in ms: the settings of background jobs. */
export type Retention = {
  /** How far a replay goes back. Events stay as long. */
  readonly replayMs: number
  /** How long a guest, and a quick room, stays that nobody uses. */
  readonly guestMs: number
  readonly quickRoomMs: number
  /** After how many seconds messages disappear, on the whole server. */
  readonly messageSeconds: number | undefined
}

export type ExpiryPosition = { readonly at: number; readonly id: MessageId }

/** A message whose time is over: since `at`, in ms of the epoch. */
export type ExpiredMessage = ExpiryPosition & {
  readonly room: RoomId
  readonly seq: number
  readonly sender: UserId
}

export interface ExpiryRead {
  /** Messages whose time is over and that are not erased yet, the first of them first, after a position in this order. */
  due(
    after: ExpiryPosition | undefined,
    limit: number,
    now: number,
  ): Promise<readonly ExpiredMessage[]>
}

export interface ExpiryWrite extends ExpiryRead {
  /** Deletes messages whose time is over. Their room is locked. */
  end(messages: readonly ExpiredMessage[], by: Sender): Promise<void>
  /**
   * The next messages of a room after a seq disappear so many ms after they were sent, or sooner. Returns the seq of the last
   * of them, or undefined if no more follow.
   */
  limitIn(room: RoomId, after: number, ms: number, limit: number): Promise<number | undefined>
  /** The same for some messages of all rooms, after those of the last call with the same time. Returns whether it was the last. */
  limitAll(ms: number, limit: number): Promise<boolean>
}
