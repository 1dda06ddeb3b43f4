import type { Message, Sender } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../paging.ts'

export interface MentionsRead {
  of(user: UserId, turn: PageRequest): Promise<PageOf<Message>>
}

export interface MentionsWrite extends MentionsRead {
  /** Tells each user's own log, unless the message has named them already. */
  add(message: Message, users: readonly UserId[], by: Sender): Promise<void>
}
