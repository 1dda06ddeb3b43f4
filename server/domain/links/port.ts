import type { Link, LinkPurpose } from '../../../protocol/entities.ts'
import type { LinkId, UserId } from '../../../protocol/ids.ts'

export interface LinksRead {
  /** Those that can still be used, by id. */
  list(): Promise<readonly Link[]>
  /** The number of those that can still be used. */
  count(): Promise<number>
  get(id: LinkId): Promise<Link | undefined>
  /** Undefined if the link is over. */
  byCode(code: string): Promise<Link | undefined>
}

export type NewLink = {
  readonly purpose: LinkPurpose
  readonly user?: UserId | undefined
  readonly until: number
}

export interface LinksWrite extends LinksRead {
  create(code: string, link: NewLink): Promise<Link>
  /** Locks and deletes the link of a code, so that only one caller can use it. Undefined if it is over. */
  take(code: string): Promise<Link | undefined>
  delete(id: LinkId): Promise<void>
  /** Deletes links that have expired, about `limit` at most. Returns whether there can be more. */
  deleteExpired(limit: number): Promise<boolean>
  /** Locks the links for the first administrator, and deletes all of them. */
  deleteForAdministrator(): Promise<void>
}
