import type { Message, MyRoom } from '@parlance/sdk'
import type { RoomWindow } from '@parlance/sdk/window'
import type { Spot } from '../../ui/floating.tsx'
import type { Me } from '../rights/index.ts'

/** What is open for a message. `opener`: gets the focus back. */
export type Overlay = {
  readonly kind: 'menu' | 'sheet' | 'picker' | 'seen'
  readonly message: Message
  readonly at: Spot
  readonly opener: HTMLElement | null
}

/** Where a message stands, and what the list of messages does with it. */
export type MessagePlace = {
  readonly window: RoomWindow
  /** Undefined for a visitor, who can only read. */
  readonly room: MyRoom | undefined
  readonly me: Me | undefined
  /** The address of the room. */
  readonly path: string
  readonly onReply: ((message: Message) => void) | undefined
  readonly onEdit: (message: Message) => void
  /** Undefined in a thread, which has no such mark. */
  readonly onMarkUnread: ((message: Message) => void) | undefined
}
