import type { Event } from './events.ts'
import type { Cursor, MembershipsLog, RoomId, UserId } from './ids.ts'

/**
 * Where a membership begins: `room` is received from the seq `from` on. It is for nodes, and no door tells
 * it. The room's own log says the same, but who does not follow that cannot know that there is
 * something to be missed; these stand in a log of their user's own, so that one which did not arrive
 * is a hole like any other.
 */
export type MembershipBegan = {
  readonly type: 'membership.began'
  readonly log: MembershipsLog
  readonly seq: number
  readonly cursor: Cursor
  readonly at: string
  readonly user: UserId
  readonly room: RoomId
  readonly from: number
}

/** Whatever stands in a log. */
export type CommittedEvent = Event | MembershipBegan
