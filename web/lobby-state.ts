import type { Member, User, UserId } from '../sdk/typescript/src/index.ts'
import type { Outgoing } from './rows.ts'
import { emptyTimeline, type Timeline } from './timeline.ts'

export type LobbyState = {
  /** `lost`: it comes back by itself. `refused`: this token is of no use any more. */
  readonly link: 'coming' | 'live' | 'lost' | 'refused'
  readonly me: User | undefined
  readonly members: ReadonlyMap<UserId, Member>
  readonly timeline: Timeline
  readonly outbox: readonly Outgoing[]
  readonly place: ScrollPlace
  /** Messages that came below of what is being read. */
  readonly fresh: number
  readonly isLoading: boolean
}
/** Where in the conversation the reader is: at its end, within a screen of it, or further up. */
export type ScrollPlace = 'end' | 'near' | 'away'

export const emptyState: LobbyState = {
  link: 'coming',
  me: undefined,
  members: new Map(),
  timeline: emptyTimeline,
  outbox: [],
  place: 'end',
  fresh: 0,
  isLoading: false,
}
