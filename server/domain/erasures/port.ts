import type { Erasure } from '../../../protocol/entities.ts'
import type { ErasureId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../paging.ts'

export type RememberedErasure = Pick<Erasure, 'user' | 'messages'>

/** The erasures that are done, apart from the database: after the restore of a backup they are repeated. */
export interface ErasureRecord {
  read(): readonly RememberedErasure[]
  /** Throws if it cannot be stored. */
  add(erasure: RememberedErasure): void
}

export interface ErasuresRead {
  get(id: ErasureId): Promise<Erasure | undefined>
  ofUser(user: UserId): Promise<Erasure | undefined>
  /** The latest first. */
  list(page: PageRequest): Promise<PageOf<Erasure>>
  /** Those that wait for the end of a legal hold. */
  waiting(): Promise<readonly ErasureId[]>
}

export interface ErasuresWrite extends ErasuresRead {
  create(erasure: Pick<Erasure, 'user' | 'messages' | 'state' | 'erased'>): Promise<Erasure>
  /** Stores its `messages`, `state` and `erased`; `done` sets its end. */
  update(erasure: Erasure): Promise<Erasure>
  /** How many rows each table has of a user. */
  countRows(user: UserId): Promise<Erasure['erased']>
  /** Erases what a sender has deleted and could still restore, after one seq of a room and up to another. */
  eraseTrash(room: RoomId, sender: UserId, after: number, until: number): Promise<void>
}
