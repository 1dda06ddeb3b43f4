import type { Member, Sender, User, UserId } from '../sdk/typescript/src/index.ts'
import type { WindowState } from '../sdk/typescript/src/window.ts'

export type LobbyState = {
  /** `lost`: the SDK reconnects by itself. `refused`: the token is permanently invalid. */
  readonly connection: 'connecting' | 'live' | 'lost' | 'refused'
  readonly me: User | undefined
  readonly members: ReadonlyMap<UserId, Member>
  /** The joins and leaves of other users, the oldest first. */
  readonly changes: readonly MembershipChange[]
  /** The messages; undefined until the room is known. */
  readonly window: WindowState | undefined
}

/** A user joined or left. */
export type MembershipChange = {
  readonly seq: number
  readonly at: string
  readonly user: Sender
  readonly joined: boolean
}

export const emptyState: LobbyState = {
  connection: 'connecting',
  me: undefined,
  members: new Map(),
  changes: [],
  window: undefined,
}
