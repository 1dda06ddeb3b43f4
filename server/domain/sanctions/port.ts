import type { Sanction, SanctionKind, Sender } from '../../../protocol/entities.ts'
import type { RoomId, SanctionId, UserId } from '../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../paging.ts'

/** The sanctions in a room, on the whole server (`server`), or anywhere (undefined). */
export type SanctionFilter = {
  readonly place?: RoomId | 'server' | undefined
  readonly user?: UserId | undefined
}

export type NewSanction = {
  readonly kind: SanctionKind
  readonly room?: RoomId | undefined
  readonly user?: Sender | undefined
  /** A network, in its normal form. */
  readonly addresses?: string | undefined
  /** In ms of the epoch. */
  readonly until?: number | undefined
  readonly reason?: string | undefined
}

/** A ban from the whole server. `until`: in ms of the epoch; infinite without an end. */
export type ServerBan = { readonly until: number }

export interface SanctionsRead {
  /** In force or not. */
  get(id: SanctionId): Promise<Sanction | undefined>
  /** Those in force, the latest first. */
  list(filter: SanctionFilter, page: PageRequest): Promise<PageOf<Sanction>>
  /** Those of a user, as the user sees them. */
  ofUser(user: UserId, page: PageRequest): Promise<PageOf<Sanction>>
  /** The one of a kind that is in force on a user. */
  on(user: UserId, kind: SanctionKind, room: RoomId | undefined): Promise<Sanction | undefined>
  serverBan(user: UserId): Promise<ServerBan | undefined>
  /** The networks that are banned from the server. */
  networks(): Promise<readonly Sanction[]>
}

/** Every change is an event in the log of the user and in those of the staff. */
export interface SanctionsWrite extends SanctionsRead {
  create(sanction: NewSanction, by: Sender): Promise<Sanction>
  end(sanction: Sanction, by: Sender): Promise<void>
  /** Sets the appeal and its answer. */
  setAppeal(
    sanction: Sanction,
    appeal: NonNullable<Sanction['appeal']>,
    by: Sender,
  ): Promise<Sanction>
}
