import type { Message, Reaction, Sender } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../paging.ts'

export interface ReactionsRead {
  has(message: Message, emoji: string, user: UserId): Promise<boolean>
  /** The number of the user's reactions on the message. */
  countOf(message: Message, user: UserId): Promise<number>
  /** The reactions that `viewer` may see. */
  list(
    message: Message,
    emoji: string | undefined,
    page: PageRequest,
    viewer: UserId,
  ): Promise<PageOf<Reaction>>
}

export interface ReactionsWrite extends ReactionsRead {
  /** `hidden`: only the user and the staff see the reaction. */
  add(message: Message, emoji: string, user: Sender, hidden: boolean): Promise<Message>
  remove(message: Message, emoji: string, user: Sender): Promise<Message>
}
