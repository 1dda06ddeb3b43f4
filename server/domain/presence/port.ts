import type { Room, Sender } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'

/** A user's presence setting, and when they were last online, in ms of the epoch. */
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
  /** The rooms of the user. */
  rooms(user: UserId): Promise<readonly PresenceRoom[]>
}

/** The fields of a room that decide whether presence events are published to it. */
export type PresenceRoom = Pick<Room, 'id' | 'features' | 'memberCount'>

export interface PresenceWrite extends PresenceRead {
  set(user: UserId, setting: PresenceSetting): Promise<void>
}

/** The users who are connected to any node. */
export interface Presence {
  /** Whether the user has a connection. `presence/rules.ts` decides what other users see. */
  isOnline(user: UserId): boolean
  /** Publishes a changed setting to the user's rooms. */
  changed(user: UserId): void
}
