import type {
  Mentions,
  Message,
  MessageRef,
  Replies,
  Sender,
  Version,
} from '../../../protocol/entities.ts'
import type { MessageId, RoomId, UserId } from '../../../protocol/ids.ts'

/** A page by seq, at most `limit` messages and none before `from`; of a thread, or of the room itself. */
export type Page = {
  readonly limit: number
  readonly from: number
  readonly thread?: MessageId | undefined
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly around?: number | undefined
}

/** The root of a thread and what is below it. */
export type ThreadRoot = MessageRef & { readonly replies: Replies }

export interface MessagesRead {
  get(room: RoomId, id: MessageId): Promise<Message | undefined>
  /** In whichever room. */
  find(id: MessageId): Promise<Message | undefined>
  byClientId(room: RoomId, sender: UserId, clientId: string): Promise<Message | undefined>
  list(room: RoomId, page: Page): Promise<readonly Message[]>
  /** Others' messages after this seq that count as unread, oldest first. */
  listUnread(room: RoomId, user: UserId, seq: number, limit: number): Promise<readonly Message[]>
  /** What somebody said after a seq and up to another, and is not deleted. */
  ofSender(room: RoomId, sender: UserId, after: number, until: number): Promise<readonly Message[]>
  listVersions(message: Message, after: number, limit: number): Promise<readonly Version[]>
  /** Whether there is anything in it whose time is over. */
  hasTrash(now: number): Promise<boolean>
}

export interface MessagesWrite extends MessagesRead {
  /** `quoted` and `root` are those of `replyTo` and `thread`. */
  create(message: NewMessage, quoted?: Message, root?: Message): Promise<Message>
  edit(
    message: Message,
    change: { text: string; data: Message['data']; mentions: Mentions | undefined },
  ): Promise<Message>
  /** Erases it everywhere; where its author did it, the text waits in the trash until a time. */
  delete(message: Message, by: Sender, restorableUntil: number | undefined): Promise<void>
  /** Undefined where it is no longer in the trash. */
  restore(message: Message, now: number): Promise<Message | undefined>
  emptyTrash(now: number): Promise<void>
}

export type NewMessage = Pick<Message, 'room' | 'sender' | 'text'> & {
  readonly [K in
    | 'data'
    | 'replyTo'
    | 'clientId'
    | 'thread'
    | 'inRoom'
    | 'mentions'
    | 'silent'
    | 'system']?: Message[K] | undefined
}
