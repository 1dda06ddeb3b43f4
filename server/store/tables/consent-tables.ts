import type { Consent } from '../../../protocol/entities.ts'
import type {
  InvitationId,
  JoinRequestId,
  RequestId,
  RoomId,
  UserId,
} from '../../../protocol/ids.ts'

/** `code` is a hash. `dropped`: 1 where `user` does not see it, or does not exist. The row of an invitation that has ended stays, because events still refer to it. */
export type InvitationRow = {
  id: InvitationId
  room: RoomId
  by: UserId
  user: UserId | null
  code: string | null
  uses: number
  max_uses: number | null
  expires_at: number | null
  created_at: number
  ended_at: number | null
  dropped: number | null
}

/** A user has one row for each room. It stays, because events refer to it. `blocked`: declined for good. */
export type JoinRequestRow = {
  id: JoinRequestId
  room: RoomId
  user: UserId
  state: 'pending' | 'ended' | 'blocked'
  answer: string | null
  created_at: number
}

/**
 * A request of `asker` to `asked`, who may not exist. `dropped`: 1 where `asked` does not see it. `answer`: `refused`
 * is a refusal for good, `ended` the end of an agreement or of a refusal. The asker sees only `accepted`. `room`: the
 * dm of an accepted request. `deleted_at`: when the asker withdrew it.
 */
export type RequestRow = {
  id: RequestId
  asker: UserId
  asked: UserId
  text: string | null
  dropped: number | null
  answer: 'accepted' | 'declined' | 'refused' | 'ended' | null
  answered_at: number | null
  room: RoomId | null
  deleted_at: number | null
  created_at: number
  expires_at: number
}

export type ConsentRow = { user: UserId; requests_from: Consent['requestsFrom'] }

/** `user` has blocked `blocked`, who may not exist. */
export type BlockRow = { user: UserId; blocked: UserId; at: number }
