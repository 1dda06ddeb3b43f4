import type { CommandName } from '../../../protocol/commands.ts'
import type { AuditEntry } from '../../../protocol/entities.ts'
import type { KeyId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { AppCommandName } from '../../../protocol/management.ts'
import type { PageOf, PageRequest } from '../paging.ts'

export type AuditFilter = {
  readonly room?: RoomId | undefined
  readonly user?: UserId | undefined
  readonly by?: UserId | undefined
  readonly act?: string | undefined
}

export interface AuditRead {
  /** The latest first. */
  list(filter: AuditFilter, page: PageRequest): Promise<PageOf<AuditEntry>>
  /** Entries after a seq, in order. The seqs have no gaps, and an entry is seen after all earlier ones. */
  since(seq: number, limit: number): Promise<readonly AuditEntry[]>
  /** The seq of the last entry, or 0. */
  last(): Promise<number>
}

/** What JSON can say of an object. */
export type AuditDetails = Readonly<Record<string, unknown>>

/** An act to record. It has no texts of users and no texts of messages: `before` and `after` outlive their object. */
export type NewAuditEntry = {
  readonly act: CommandName | AppCommandName
  readonly by: UserId
  /** The API key of the app. */
  readonly key?: KeyId | undefined
  readonly room?: RoomId | undefined
  readonly user?: UserId | undefined
  /** The id of the message or other object. */
  readonly target?: string | undefined
  readonly reason?: string | undefined
  readonly before?: AuditDetails | undefined
  readonly after?: AuditDetails | undefined
}

export interface AuditWrite extends AuditRead {
  /** Records an act at the end of the transaction. Entries are never changed, except that an erasure empties them. */
  add(entry: NewAuditEntry): void
}
