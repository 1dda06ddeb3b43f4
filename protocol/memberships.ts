import type { Event } from './events.ts'
import type { Cursor, MembershipsLog, RoomId, UserId } from './ids.ts'

/**
 * The beginning of a membership: the user receives the events of `room` from the seq `from` on. It is for nodes, and
 * no transport delivers it. The room's log has `member.joined`, but a node that does not follow this log would not
 * notice that it missed one. This event is in a log of the user's own, where a missed event is a gap in the seqs.
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

/**
 * Every event that can be in a log. `only`: the users who receive a hidden event; every other user receives
 * `event.skipped` at its seq. It is for nodes, and no client receives it.
 */
export type CommittedEvent = (Event | MembershipBegan) & { readonly only?: readonly UserId[] }
