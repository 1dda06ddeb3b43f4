import type { Role, RoomType, UserKind } from '../../../protocol/entities.ts'
import type { MessageId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { Data } from '../../../protocol/text.ts'

/** Something of another place: its kind and its id there, in one text. */
export type Foreign = string

export type NewImport = { readonly foreign: Foreign; readonly id: string }

/** A message of another place, with its own times in ms of the epoch. Its root and its quote are in the same room. */
export type ImportedMessage = {
  readonly id: MessageId
  readonly sender: UserId
  readonly at: number
  readonly text: string
  readonly data: Data | undefined
  readonly system: boolean
  readonly thread: MessageId | undefined
  readonly inRoom: boolean
  readonly replyTo: MessageId | undefined
  readonly expiresAt: number | undefined
  /** When it was edited last. */
  readonly editedAt: number | undefined
  /** Its earlier texts, the first one first, as far as they are known. */
  readonly versions: readonly { readonly text: string; readonly at: number }[]
  readonly reactions: readonly ImportedReaction[]
}
export type ImportedReaction = {
  readonly emoji: string
  readonly user: UserId
  readonly at: number
}

export type ImportedUser = {
  readonly id: string
  readonly name: string
  readonly handle: string | undefined
  readonly kind: Extract<UserKind, 'person' | 'bot'>
}
export type ImportedRoom = {
  readonly id: string
  readonly type: RoomType
  readonly name: string | undefined
  readonly topic: string | undefined
  readonly archived: boolean
}
export type ImportedMember = { readonly user: UserId; readonly role: Role }

export interface ImportsRead {
  /** The ids that these objects of a source have here, by their foreign ids. Those that were not imported are missing. */
  known(source: string, foreign: readonly Foreign[]): Promise<ReadonlyMap<Foreign, string>>
}

export interface ImportsWrite extends ImportsRead {
  /** Remembers what was imported, so that it is not imported again. */
  remember(source: string, imported: readonly NewImport[]): Promise<void>
  /** Adds messages to the end of a room, whose log is locked. Nothing is published: running nodes find them in the log. */
  addMessages(room: RoomId, messages: readonly ImportedMessage[]): Promise<void>
  /** Everything in the room counts as read by the members who have read nothing yet. */
  markRead(room: RoomId): Promise<void>
}
