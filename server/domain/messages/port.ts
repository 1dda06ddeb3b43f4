import type {
  Mentions,
  Message,
  MessageRef,
  Replies,
  Sender,
  Version,
} from '../../../protocol/entities.ts'
import type { MessageId, RoomId, UserId } from '../../../protocol/ids.ts'

/** A page by seq of at most `limit` messages, none before the seq `from`: of the room, or of a thread. */
export type Page = {
  readonly limit: number
  readonly from: number
  readonly thread?: MessageId | undefined
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly around?: number | undefined
}

/** The root of a thread, with its replies. */
export type ThreadRoot = MessageRef & { readonly replies: Replies }

export interface MessagesRead {
  get(room: RoomId, id: MessageId): Promise<Message | undefined>
  /** A message of any room. */
  find(id: MessageId): Promise<Message | undefined>
  byClientId(room: RoomId, sender: UserId, clientId: string): Promise<Message | undefined>
  list(room: RoomId, page: Page): Promise<readonly Message[]>
  /** The messages of others after this seq that count as unread, oldest first. */
  listUnread(room: RoomId, user: UserId, seq: number, limit: number): Promise<readonly Message[]>
  /** The messages of a sender after one seq and up to another, without deleted ones. */
  ofSender(room: RoomId, sender: UserId, after: number, until: number): Promise<readonly Message[]>
  listVersions(message: Message, after: number, limit: number): Promise<readonly Version[]>
  /** Whether a deleted message can no longer be restored, but is not erased yet. */
  hasTrash(now: number): Promise<boolean>
}

export interface MessagesWrite extends MessagesRead {
  /** `quoted` and `root`: the messages of `replyTo` and `thread`. */
  create(message: NewMessage, quoted?: Message, root?: Message): Promise<Message>
  edit(
    message: Message,
    change: { text: string; data: Message['data']; mentions: Mentions | undefined },
  ): Promise<Message>
  /** Erases the message everywhere. With `restorableUntil` the undo buffer keeps its text until then. */
  delete(message: Message, by: Sender, restorableUntil: number | undefined): Promise<void>
  /** Undefined if the message is no longer in the undo buffer. */
  restore(message: Message, now: number): Promise<Message | undefined>
  /** Erases the messages whose time in the undo buffer is over. */
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
