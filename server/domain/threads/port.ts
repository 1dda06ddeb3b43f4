import type { Message, Thread } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../paging.ts'

export interface ThreadsRead {
  /** The threads that the user follows, in the order of `RoomsRead.of`. */
  of(user: UserId, page: PageRequest, committedUntil: number): Promise<PageOf<Thread>>
  get(root: Message, user: UserId): Promise<Thread>
}

export interface ThreadsWrite extends ThreadsRead {
  /** Published in the user's own log. */
  follow(root: Message, user: UserId, following: boolean): Promise<void>
  setRead(root: Message, user: UserId, seq: number): Promise<void>
}
