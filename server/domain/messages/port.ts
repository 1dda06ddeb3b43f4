import type { Input } from '../../../protocol/commands.ts'
import type { Message, Sender, Version } from '../../../protocol/entities.ts'
import type { MessageId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { AppInput } from '../../../protocol/management.ts'
import type { Whole } from '../../../protocol/whole.ts'

/** A page by seq of at most `limit` messages, none before the seq `from`: of the room, or of a thread. */
export type Page = {
  readonly viewer: UserId
  readonly limit: number
  readonly from: number
  readonly thread?: MessageId | undefined
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly around?: number | undefined
}

export interface MessagesRead {
  /** `viewer`: the user who reads. Hidden messages that this user may not see do not exist. The system user sees all. */
  get(room: RoomId, id: MessageId, viewer: UserId): Promise<Message | undefined>
  /** A message of any room. */
  find(id: MessageId, viewer: UserId): Promise<Message | undefined>
  /** Whether only the sender and the staff see this message. */
  isHidden(message: Message): boolean
  byClientId(room: RoomId, sender: UserId, clientId: string): Promise<Message | undefined>
  list(room: RoomId, page: Page): Promise<readonly Message[]>
  /** The messages of others after this seq that count as unread, oldest first. */
  listUnread(room: RoomId, user: UserId, seq: number, limit: number): Promise<readonly Message[]>
  /** The messages of a sender after one seq and up to another, without deleted ones. */
  ofSender(room: RoomId, sender: UserId, after: number, until: number): Promise<readonly Message[]>
  /** The seq of the first of them, or of a deleted one. */
  firstOf(room: RoomId, sender: UserId, after: number, until: number): Promise<number | undefined>
  listVersions(message: Message, after: number, limit: number): Promise<readonly Version[]>
  /** Whether a deleted message can no longer be restored, but is not erased yet. */
  hasTrash(now: number): Promise<boolean>
}

export interface MessagesWrite extends MessagesRead {
  /** `quoted` and `root`: the messages of `replyTo` and `thread`. */
  create(message: NewMessage, quoted?: Message, root?: Message): Promise<Message>
  /**
   * `hides`: only the sender and the staff see the message from now on; to all others it is deleted. `versions`: how many
   * earlier versions are kept at most.
   */
  edit(
    message: Message,
    change: MessageChange,
    options: { readonly hides: boolean; readonly versions: number },
  ): Promise<Message>
  /** Erases the message everywhere. With `restorableUntil` the undo buffer keeps its text until then. */
  delete(message: Message, by: Sender, restorableUntil: number | undefined): Promise<void>
  /** Undefined if the message is no longer in the undo buffer. */
  restore(message: Message, now: number): Promise<Message | undefined>
  /** Erases the messages whose time in the undo buffer is over. */
  emptyTrash(now: number): Promise<void>
}

/** A message to store: the fields of both `messages.send` commands. `hidden`: only the sender and the staff see it. */
export type NewMessage = Omit<Input<'messages.send'> & AppInput<'messages.send'>, 'sender'> & {
  readonly sender: Sender
  readonly hidden?: boolean
}

/** The content of a message after an edit: every field of `messages.update`. */
export type MessageChange = Whole<
  Omit<Input<'messages.update'> & AppInput<'messages.update'>, 'room' | 'message' | 'version'>
> & { readonly text: string }
