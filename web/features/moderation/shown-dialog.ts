import type { Message, RoomId, Sanction, SanctionKind, Sender } from '@parlance/sdk'
import { createStore } from '../../lib/store.ts'

/** A message as an act needs it. */
export type OnMessage = Pick<Message, 'id' | 'room' | 'sender'>

type OnPerson = {
  readonly user: Sender
  /** Where the act is offered. Undefined: on the whole server. */
  readonly room?: RoomId | undefined
}

export type ShownDialog =
  | ({ readonly kind: 'report'; readonly message?: OnMessage | undefined } & OnPerson)
  | ({ readonly kind: 'restrict'; readonly as?: SanctionKind } & OnPerson)
  | { readonly kind: 'remove'; readonly user: Sender; readonly room: RoomId }
  | ({ readonly kind: 'delete-all' } & OnPerson)
  | { readonly kind: 'delete-message'; readonly message: OnMessage }
  | { readonly kind: 'appeal'; readonly sanction: Sanction }

export const shownDialog = createStore<{ readonly dialog: ShownDialog | undefined }>({
  dialog: undefined,
})

/** Opens the dialog of an act. The server decides who may use it. */
export const showModeration = (dialog: ShownDialog): void => shownDialog.change({ dialog })
export const hideModeration = (): void => shownDialog.change({ dialog: undefined })
