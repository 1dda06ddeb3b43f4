import type { Link, LinkPurpose } from '../../../protocol/entities.ts'
import type { LinkId, UserId } from '../../../protocol/ids.ts'

export interface LinksRead {
  /** Those that can still be used, by id, without those that the server has mailed. */
  list(): Promise<readonly Link[]>
  /** The number of those that can still be used. */
  count(): Promise<number>
  get(id: LinkId): Promise<Link | undefined>
  /** Undefined if the link is over. */
  byCode(code: string): Promise<StoredLink | undefined>
}

export type StoredLink = Link & { readonly email: string | undefined }

export type NewLink = {
  readonly purpose: LinkPurpose
  readonly user?: UserId | undefined
  readonly until: number
  /** The address to which the server mails the link. */
  readonly email?: string | undefined
}

export interface LinksWrite extends LinksRead {
  create(code: string, link: NewLink): Promise<Link>
  /** Locks and deletes the link of a code, so that only one caller can use it. Undefined if it is over. */
  take(code: string): Promise<StoredLink | undefined>
  delete(id: LinkId): Promise<void>
  /** Deletes the links of these purposes that the server has mailed to a user. */
  deleteMailed(user: UserId, purposes: readonly LinkPurpose[]): Promise<void>
  /** Deletes links that have expired, about `limit` at most. Returns whether there can be more. */
  deleteExpired(limit: number): Promise<boolean>
  /** Locks the links for the first administrator, and deletes all of them. */
  deleteForAdministrator(): Promise<void>
}
