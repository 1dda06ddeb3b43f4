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
 * How the readers of a log receive an event that not all of them receive alike. `staff` receive it as it is. `own`:
 * what single users receive instead. `others`: what everybody else receives; without it, `event.skipped`.
 */
export type Versions = {
  readonly staff: readonly UserId[]
  readonly own: readonly { readonly user: UserId; readonly event: Event }[]
  readonly others: Event | undefined
}

/** Every event that can be in a log. `versions` is for nodes, and no client receives it. */
export type CommittedEvent = (Event | MembershipBegan) & { readonly versions?: Versions }
