import type { Room } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import type { Whole } from '../../../protocol/whole.ts'

/** What all members see alike of a room in their lists. Each part says until which seq of the room's log it is true. */
export type SharedRoom = {
  /** Its `seq` is that of the log. */
  room: Whole<Room> | undefined
  last: LastMessage | undefined
  recent: RecentMessages | undefined
}

/** The last message of the room's own history. `seq`: 0 if there is none. */
export type LastMessage = {
  readonly until: number
  readonly seq: number
  /** 1 if only some members see it: then the last message is not the same for everybody. */
  readonly isHidden: boolean
}

/** Every message of the room's own history after one seq and up to another. */
export type RecentMessages = {
  readonly after: number
  readonly until: number
  readonly messages: readonly RecentMessage[]
}
export type RecentMessage = {
  readonly seq: number
  readonly sender: UserId
  /** 1 if it counts as unread. */
  readonly counts: number
  readonly hidden: number | null
  /** 1 if it mentions users. */
  readonly mentions: number
}
