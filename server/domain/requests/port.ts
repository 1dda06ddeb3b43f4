import type { Consent, ContactRequest, Room, Sender } from '../../../protocol/entities.ts'
import type { RequestId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../paging.ts'

/** A request, and for whom it is still pending: its asker sees a dropped or declined request as pending. */
export type StoredRequest = {
  readonly request: ContactRequest
  readonly pendingFor: { readonly asker: boolean; readonly asked: boolean }
  /** The dm of an accepted request. */
  readonly room: RoomId | undefined
}

/** What is known about reaching a user who exists. */
export type Reach = {
  readonly requestsFrom: Consent['requestsFrom']
  /** One of the two accepted a request of the other. */
  readonly isAccepted: boolean
  readonly sharesRoom: boolean
}

export interface RequestsRead {
  /** In a transaction the request is locked. */
  get(id: RequestId, now: number): Promise<StoredRequest | undefined>
  /** The requests that a user can answer, the latest first. */
  to(user: UserId, page: PageRequest, now: number): Promise<PageOf<ContactRequest>>
  /** The requests that are pending for their asker, the latest first. */
  from(user: UserId, page: PageRequest, now: number): Promise<PageOf<ContactRequest>>
  /** The request to this user that is pending for its asker. */
  between(asker: UserId, asked: UserId, now: number): Promise<ContactRequest | undefined>
  /** The asker's pending requests, and all that were created after `since`. */
  countFrom(asker: UserId, now: number, since: number): Promise<number>
  countTo(asked: UserId, now: number): Promise<number>
  /** Whether a user refused another for good, or after `since`. */
  isRefused(asker: UserId, asked: UserId, since: number): Promise<boolean>
  /** Undefined if the user does not exist. */
  reach(user: UserId, by: UserId): Promise<Reach | undefined>
  consent(user: UserId): Promise<Consent>
}

export interface RequestsWrite extends RequestsRead {
  /** Until the commit, no other transaction creates a request of this user. */
  lockAsker(user: UserId): Promise<void>
  create(request: NewRequest, by: Sender): Promise<ContactRequest>
  accept(request: ContactRequest, room: Room): Promise<void>
  /** Published to the user who declined only. */
  decline(request: ContactRequest, forGood: boolean): Promise<void>
  delete(stored: StoredRequest): Promise<void>
  /**
   * Deletes requests that no replay refers to and that say nothing about consent, at most `limit`. Returns whether there
   * can be more.
   */
  deleteExpired(limit: number, keptMs: number): Promise<boolean>
  /** The users of a dm must agree again. */
  endConsent(room: RoomId): Promise<void>
  /** A refusal of `asker` by `asked` ends. The asker does not notice. */
  liftRefusals(asker: UserId, asked: UserId): Promise<void>
  /** Published in the user's own log. */
  setConsent(user: UserId, consent: Consent): Promise<void>
}

export type NewRequest = {
  readonly user: UserId
  readonly text: string | undefined
  /** The other user does not see the request, or does not exist. */
  readonly isDropped: boolean
}
