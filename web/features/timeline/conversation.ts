import type { Chat, RoomId } from '@parlance/sdk'
import type { Outgoing } from '@parlance/sdk/outbox'
import { roomWindow, type WindowState } from '@parlance/sdk/window'
import { createStore } from '../../lib/store.ts'
import { type MembershipChange, openMembershipChanges } from './membership-changes.ts'
import { outboxOf } from './outbox-of.ts'

export type Conversation = ReturnType<typeof openConversation>

export type ConversationState = {
  readonly window: WindowState
  /** The joins and leaves of other users, the oldest first. */
  readonly changes: readonly MembershipChange[]
  /** Whether the messages were read. */
  readonly isStarted: boolean
}

/** The messages of one room and the changes of its membership. `readChanges`: the latest ones before the start. */
export function openConversation(
  chat: Chat,
  room: RoomId,
  readChanges: () => Promise<readonly MembershipChange[]>,
) {
  const outbox = outboxOf(chat)
  const window = roomWindow(chat, { room, outbox })
  const store = createStore<ConversationState>({
    window: window.read(),
    changes: [],
    isStarted: false,
  })
  const isAway = () => window.read().position === 'away'
  const membershipChanges = openMembershipChanges(chat, room, isAway, (changes) =>
    store.change({ changes }),
  )
  let isShown = false

  /** Resolves when the messages have been read. Repeated, it reads the changes of the membership again. */
  async function start(): Promise<void> {
    const [changes] = await Promise.all([readChanges(), windowIsRead()])
    membershipChanges.add(changes)
  }

  function windowIsRead(): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (window.read().load.state !== 'ready') return
        if (!isShown) window.subscribe(show)
        isShown = true
        // Afterwards, because a window without subscribers is not kept up to date.
        unsubscribe()
        show()
        resolve()
      }
      const unsubscribe = window.subscribe(check)
    })
  }
  function show(): void {
    store.change({ window: window.read(), isStarted: true })
  }

  return {
    read: store.read,
    watch: store.watch,
    start,
    send: (text: string) => void window.send(text),
    retry: ({ clientId }: Outgoing) => outbox.retry(clientId),
    discard: ({ clientId }: Outgoing) => outbox.discard(clientId),
    loadOlder: window.loadOlder,
    loadNewer: window.loadNewer,
    showLatest: window.showLatest,
    setPosition: window.setPosition,
  }
}
