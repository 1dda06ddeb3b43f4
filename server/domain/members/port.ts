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
  /** The members who are people, guests or bots. */
  ofKind(room: RoomId, kind: UserKind): Promise<readonly UserId[]>
  /** The quick guests who are in any room except a dm. */
  quickGuests(): Promise<readonly UserId[]>
  /** The ids and roles of at most `limit` members. */
  ids(room: RoomId, limit: number): Promise<readonly { user: UserId; role: Role }[]>
  /** The number of members with this role. */
  countRole(room: RoomId, role: Role): Promise<number>
  /** Those of these rooms of which the user is a member. */
  roomsAmong(user: UserId, rooms: readonly RoomId[]): Promise<ReadonlySet<RoomId>>
  /** Whether a user is or was a member. */
  isKnown(room: RoomId, user: UserId): Promise<boolean>
  /**
   * The member who becomes owner of a room without one: the highest role, and then the longest membership. It is
   * never a bot, a quick guest or `except`.
   */
  nextOwner(room: RoomId, except: UserId): Promise<UserId | undefined>
}

export interface MembersWrite extends MembersRead {
  /** `isOwn`: the membership uses up the user's own quota of rooms; by default if `by` is the user. */
  add(room: Room, user: User, role: Role, by: Sender, isOwn?: boolean): Promise<Member>
  updateRole(room: RoomId, user: UserId, role: Role, by: Sender): Promise<Member>
  remove(room: Room, user: Sender, by: Sender): Promise<void>
  /** Notes a message of the member for slow mode, unless one is noted that was sent after `until`. Whether it is noted. */
  setSent(room: RoomId, user: UserId, seq: number, until: number): Promise<boolean>
  /** Published in the member's own log. */
  setPreferences(room: RoomId, user: UserId, preferences: Preferences): Promise<void>
}
