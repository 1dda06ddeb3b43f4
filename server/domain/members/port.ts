import type {
  Member,
  Preferences,
  Role,
  Room,
  Sender,
  User,
  UserKind,
} from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'

export interface MembersRead {
  get(room: RoomId, user: UserId): Promise<Member | undefined>
  list(room: RoomId, after: string, limit: number): Promise<readonly Member[]>
  /** The members of this kind: people, guests or bots. */
  ofKind(room: RoomId, kind: UserKind): Promise<readonly UserId[]>
  /** Quick guests who are in any room but a dm. */
  quickGuests(): Promise<readonly UserId[]>
  /** Who they are, and their roles: at most `limit`. */
  ids(room: RoomId, limit: number): Promise<readonly { user: UserId; role: Role }[]>
  /** How many members hold this role. */
  countRole(room: RoomId, role: Role): Promise<number>
  /** Whether somebody is a member, or was one before they left. */
  isKnown(room: RoomId, user: UserId): Promise<boolean>
  /** The next owner of a room that has none: by rank, then the longest in it. Neither a bot nor a quick guest. */
  nextOwner(room: RoomId): Promise<UserId | undefined>
}

export interface MembersWrite extends MembersRead {
  add(room: Room, user: User, role: Role, by: Sender): Promise<Member>
  updateRole(room: RoomId, user: UserId, role: Role, by: Sender): Promise<Member>
  remove(room: Room, user: Sender, by: Sender): Promise<void>
  /** Tells the member's own log. */
  setPreferences(room: RoomId, user: UserId, preferences: Preferences): Promise<void>
}
