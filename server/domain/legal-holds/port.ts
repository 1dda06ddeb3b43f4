import type { LegalHold } from '../../../protocol/entities.ts'
import type { LegalHoldId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../paging.ts'

export type OnHold = { readonly user?: UserId | undefined; readonly room?: RoomId | undefined }

/** Only those in force. */
export interface LegalHoldsRead {
  get(id: LegalHoldId): Promise<LegalHold | undefined>
  /** The latest first. */
  list(page: PageRequest): Promise<PageOf<LegalHold>>
  count(): Promise<number>
  /** Whether the user or the room is under a hold. */
  isHeld(on: OnHold): Promise<boolean>
}

export interface LegalHoldsWrite extends LegalHoldsRead {
  create(hold: OnHold & { readonly reason: string; readonly by: UserId }): Promise<LegalHold>
  end(hold: LegalHold): Promise<void>
}
