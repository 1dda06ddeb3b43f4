import type { RoomType, UserKind } from '../../../../protocol/entities.ts'

export interface StatisticsRead {
  /** `now`: ms of the epoch. */
  get(now: number): Promise<Counts>
}

export type Counts = {
  readonly users: (kind: UserKind) => number
  readonly rooms: (type: RoomType) => number
  readonly memberships: number
  /** All events that were ever stored. */
  readonly events: number
  /** Messages of the last 24 hours. */
  readonly messagesOfDay: number
}
