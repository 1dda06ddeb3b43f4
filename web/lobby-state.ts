import type { Member, User, UserId } from '../sdk/typescript/src/index.ts'
import type { Outgoing } from './rows.ts'
import { emptyTimeline, type Timeline } from './timeline.ts'

export type LobbyState = {
  /** `lost`: the SDK reconnects by itself. `refused`: the token is permanently invalid. */
  readonly connection: 'connecting' | 'live' | 'lost' | 'refused'
  readonly me: User | undefined
  readonly members: ReadonlyMap<UserId, Member>
  readonly timeline: Timeline
  readonly outbox: readonly Outgoing[]
  readonly scrollPosition: ScrollPosition
  /** The number of messages that arrived below the visible part of the conversation. */
  readonly newMessages: number
  readonly isLoading: boolean
}
/** `end`: at the latest message; `near`: within one screen of it; `away`: further up. */
export type ScrollPosition = 'end' | 'near' | 'away'

export const emptyState: LobbyState = {
  connection: 'connecting',
  me: undefined,
  members: new Map(),
  timeline: emptyTimeline,
  outbox: [],
  scrollPosition: 'end',
  newMessages: 0,
  isLoading: false,
}
