import type { Room, Sender } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'

/** How somebody wants to be seen, and when they were last there, in ms of the epoch. */
export type PresenceSetting = {
  readonly state: 'online' | 'away' | 'invisible'
  readonly status: string | undefined
  readonly lastSeenAt: number | undefined
}

export interface PresenceRead {
  get(user: UserId): Promise<PresenceSetting>
  ofRoom(
    room: RoomId,
    limit: number,
  ): Promise<readonly (PresenceSetting & { readonly user: Sender })[]>
  /** The rooms that the user is in. */
  rooms(user: UserId): Promise<readonly PresenceRoom[]>
}

/** What of a room decides whom it tells. */
export type PresenceRoom = Pick<Room, 'id' | 'features' | 'memberCount'>

export interface PresenceWrite extends PresenceRead {
  set(user: UserId, setting: PresenceSetting): Promise<void>
  forget(user: UserId): Promise<void>
}

/** Who is there just now, on any node. */
export interface Presence {
  /** Whether they have a connection: what others may know of it, the presence's rules say. */
  isOnline(user: UserId): boolean
  /** They want to be seen otherwise: their rooms are told. */
  changed(user: UserId): void
}
