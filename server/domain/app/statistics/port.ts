import type { RoomType, UserKind } from '../../../../protocol/entities.ts'

export interface StatisticsRead {
  /** `now` in ms of the epoch. */
  get(now: number): Promise<Counts>
}

export type Counts = {
  readonly users: (kind: UserKind) => number
  readonly rooms: (type: RoomType) => number
  readonly memberships: number
  /** All that ever were. */
  readonly events: number
  /** Of the last 24 hours. */
  readonly messagesOfDay: number
}
