import type { Input } from '../../../protocol/commands.ts'
import type { Invitation, Room, Sender } from '../../../protocol/entities.ts'
import type { InvitationId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { Whole } from '../../../protocol/whole.ts'

export interface InvitationsRead {
  get(id: InvitationId): Promise<Invitation | undefined>
  byCode(code: string): Promise<Invitation | undefined>
  /** The invitations that have not ended. */
  ofRoom(room: RoomId, now: number): Promise<readonly Invitation[]>
  of(user: UserId, now: number): Promise<readonly Invitation[]>
  /** Those that have expired and were not ended yet. */
  expired(now: number, limit: number): Promise<readonly InvitationId[]>
}

export interface InvitationsWrite extends InvitationsRead {
  create(invitation: NewInvitation, by: Sender): Promise<Invitation>
  /** Counts one use. The last use ends the invitation. */
  use(invitation: Invitation, by: UserId): Promise<void>
  end(invitation: Invitation, by: UserId): Promise<void>
  /** Deletes invitations that ended longer ago than `keptMs`, at most `limit`. Returns whether there can be more. */
  deleteEnded(limit: number, keptMs: number): Promise<boolean>
}

/** An invitation to store: the fields of `invitations.create`, with the time at which it ends. */
export type NewInvitation = Whole<Omit<Input<'invitations.create'>, 'room' | 'seconds'>> & {
  readonly room: Room
  readonly code: string | undefined
  readonly expiresAt: number | undefined
  /** The named user does not see it, or does not exist. */
  readonly isDropped: boolean
}
