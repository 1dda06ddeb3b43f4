import type { JoinRequest, Room, Sender } from '../../../protocol/entities.ts'
import type { JoinRequestId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../paging.ts'

/** `blocked`: it was declined for good. */
export type JoinRequestState = 'pending' | 'ended' | 'blocked'

/** How a pending request ends, as its event says it. */
export type JoinRequestEnd = 'accepted' | 'declined' | 'deleted'

export interface JoinRequestsRead {
  /** A request in any state. */
  known(id: JoinRequestId): Promise<JoinRequest | undefined>
  /** A pending request. */
  get(id: JoinRequestId): Promise<JoinRequest | undefined>
  /** The last request of a user to a room, in any state. */
  find(
    room: RoomId,
    user: UserId,
  ): Promise<{ readonly request: JoinRequest; readonly state: JoinRequestState } | undefined>
  /** The pending requests to a room, the oldest first. */
  ofRoom(room: RoomId, page: PageRequest): Promise<PageOf<JoinRequest>>
  /** The number of pending requests to a room. */
  countOf(room: RoomId): Promise<number>
  /** The pending requests of a user, the oldest first. */
  ofUser(user: UserId): Promise<readonly JoinRequest[]>
}

export interface JoinRequestsWrite extends JoinRequestsRead {
  /** Until the commit, no other transaction adds a request of the user, or deletes the user. Refuses `user_deleted`. */
  lockUser(user: Sender): Promise<void>
  create(room: Room, user: Sender, answer: string | undefined): Promise<JoinRequest>
  /** Ends a pending request and erases its answer. */
  end(request: JoinRequest, end: JoinRequestEnd, by: Sender, isForGood?: boolean): Promise<void>
  /** Ends the pending requests to a room that is deleted. Only their users receive it. */
  endAll(room: Room, by: Sender): Promise<void>
  /** The user can ask again. */
  unblock(request: JoinRequest): Promise<void>
}
