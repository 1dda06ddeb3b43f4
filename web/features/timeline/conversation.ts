import type { Chat, Message, MessageId, RoomId } from '@parlance/sdk'
import type { Outgoing } from '@parlance/sdk/outbox'
import { roomWindow, type WindowState } from '@parlance/sdk/window'
import { perFrame } from '../../lib/per-frame.ts'
import { createStore } from '../../lib/store.ts'
import { keptPagesOf } from '../../session/kept-pages.ts'
import { type MembershipChange, openMembershipChanges } from './membership-changes.ts'
import { outboxOf } from './outbox-of.ts'

export type Conversation = ReturnType<typeof openConversation>
/** What the list of messages needs, of a room or of a thread. */
export type ShownConversation = Omit<Conversation, 'start'>

export type ConversationState = {
  readonly window: WindowState
  /** The joins and leaves of other users, the oldest first. */
  readonly changes: readonly MembershipChange[]
  /** Whether the messages were read. */
  readonly isStarted: boolean
  /** The message whose text the user changes in its row. */
  readonly editing: MessageId | undefined
  /** The messages are those of this time, and were not read since. */
  readonly keptAt: string | undefined
}

/** The messages of one room and the changes of its membership. `readChanges`: the latest ones before the start. */
export function openConversation(
  chat: Chat,
  room: RoomId,
  readChanges: () => Promise<readonly MembershipChange[]>,
) {
  const outbox = outboxOf(chat)
  const pages = keptPagesOf(chat)
  const window = roomWindow(chat, { room, outbox })
  const store = createStore<ConversationState>({
    window: window.read(),
    changes: [],
    isStarted: false,
    editing: undefined,
    keptAt: undefined,
  })
  const isAway = () => window.read().position === 'away'
  const membershipChanges = openMembershipChanges(chat, room, isAway, (changes) =>
    store.change({ changes }),
  )
  let isShown = false
  void restore()

  /** Shows the messages that are kept until the room is read. */
  async function restore(): Promise<void> {
    pages.open(room)
    const kept = await pages.page(room)
    if (kept === undefined || chat.status.state === 'live') return
    store.change({ keptAt: kept.at })
    // Without a subscription of the window, which would read the room: whether it is read depends on the membership.
    const refresh = () => {
      window.restore(kept.messages)
      show()
    }
    const ends = [
      outbox.subscribe(refresh),
      chat.onStatus(({ state }) => {
        if (state === 'live') for (const end of ends) end()
      }),
    ]
    refresh()
  }
  const keep = () => pages.keepPage(room, latest)
  /** The latest messages, if the window shows them. */
  function latest(): readonly Message[] | undefined {
    const { rows, hasNewer, isRestored, load } = window.read()
    if (isRestored || hasNewer || load.state !== 'ready') return undefined
    return rows.flatMap((row) => (row.kind === 'message' ? [row.message] : []))
  }

  /** Resolves when the messages have been read. Repeated, it reads the changes of the membership again. */
  async function start(): Promise<void> {
    const [changes] = await Promise.all([readChanges(), windowIsRead()])
    membershipChanges.add(changes)
  }

  function windowIsRead(): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (window.read().load.state !== 'ready') return
        if (!isShown) {
          // Many events can arrive at once: they are shown together, in the next frame. A page is shown at once: in a
          // frame its rows would add to what the frame itself takes.
          const showInFrame = perFrame(show)
          window.subscribe(() => {
            const isPage = store.read().window.isLoading && !window.read().isLoading
            if (isPage) show()
            else showInFrame()
          })
          window.subscribe(keep)
        }
        isShown = true
        // Afterwards, because a window without subscribers is not kept up to date.
        unsubscribe()
        show()
        keep()
        resolve()
      }
      const unsubscribe = window.subscribe(check)
    })
  }
  function show(): void {
    const state = window.read()
    const keptAt = state.isRestored ? store.read().keptAt : undefined
    store.change({ window: state, isStarted: true, keptAt })
  }

  return {
    read: store.read,
    watch: store.watch,
    start,
    /** To change messages: see `RoomWindow`. */
    window,
    send: (text: string, more?: Parameters<typeof window.send>[1]) => void window.send(text, more),
    retry: ({ clientId }: Outgoing) => outbox.retry(clientId),
    discard: ({ clientId }: Outgoing) => outbox.discard(clientId),
    loadOlder: window.loadOlder,
    loadNewer: window.loadNewer,
    async showLatest(): Promise<void> {
      await window.showLatest()
      show()
    },
    /** Resolves when the messages around the seq are shown. */
    async showAround(seq: number): Promise<void> {
      await window.showAround(seq)
      show()
    },
    setPosition: window.setPosition,
    edit: (editing: MessageId | undefined) => store.change({ editing }),
    /** Edits the last message that the user has sent. Returns false if there is none in view. */
    editLast(): boolean {
      const last = window
        .read()
        .rows.findLast(
          (row) =>
            row.kind === 'message' &&
            row.message.sender.id === chat.user?.id &&
            row.message.deletedAt === undefined,
        )
      if (last?.kind !== 'message') return false
      store.change({ editing: last.message.id })
      return true
    },
  }
}
