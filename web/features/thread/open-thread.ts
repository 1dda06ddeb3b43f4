import type { Chat, MessageId, RoomId } from '@parlance/sdk'
import type { Outgoing } from '@parlance/sdk/outbox'
import { roomWindow } from '@parlance/sdk/window'
import { createStore } from '../../lib/store.ts'
import { type ConversationState, outboxOf, type ShownConversation } from '../timeline/index.ts'

/** The replies of a thread, kept up to date while they are shown. */
export function openThread(chat: Chat, room: RoomId, thread: MessageId): ShownConversation {
  const outbox = outboxOf(chat)
  const window = roomWindow(chat, { room, thread, outbox })
  const edited = createStore<Pick<ConversationState, 'editing'>>({ editing: undefined })
  let state: ConversationState | undefined

  /** The same object until something changes. */
  function read(): ConversationState {
    const now = window.read()
    const { editing } = edited.read()
    if (state?.window === now && state.editing === editing) return state
    const isStarted = now.load.state === 'ready'
    state = { window: now, changes: [], isStarted, editing, keptAt: undefined }
    return state
  }
  function watch(listener: () => void): () => void {
    const ends = [window.subscribe(listener), edited.watch(listener)]
    return () => {
      for (const end of ends) end()
    }
  }
  return {
    read,
    watch,
    window,
    send: (text: string, more) => void window.send(text, more),
    retry: ({ clientId }: Outgoing) => outbox.retry(clientId),
    discard: ({ clientId }: Outgoing) => outbox.discard(clientId),
    loadOlder: window.loadOlder,
    loadNewer: window.loadNewer,
    showLatest: window.showLatest,
    showAround: window.showAround,
    setPosition: window.setPosition,
    edit: (editing) => edited.change({ editing }),
    editLast() {
      const last = window
        .read()
        .rows.findLast(
          (row) =>
            row.kind === 'message' &&
            row.message.sender.id === chat.user?.id &&
            row.message.deletedAt === undefined,
        )
      if (last?.kind !== 'message') return false
      edited.change({ editing: last.message.id })
      return true
    },
  }
}
