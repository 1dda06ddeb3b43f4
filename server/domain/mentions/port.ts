import type { Message, Sender } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../paging.ts'

export interface MentionsRead {
  of(user: UserId, page: PageRequest): Promise<PageOf<Message>>
}

export interface MentionsWrite extends MentionsRead {
  /** Published in the log of each user whom the message did not mention before. A hidden message mentions nobody. */
  add(message: Message, users: readonly UserId[], by: Sender): Promise<void>
}
