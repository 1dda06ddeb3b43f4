import {
  type Chat,
  ChatError,
  type Input,
  type Message,
  newClientId,
  type RoomId,
} from '../sdk/typescript/src/index.ts'
import type { LobbyState, ScrollPosition } from './lobby-state.ts'
import type { Outgoing } from './rows.ts'
import type { Store } from './store.ts'
import {
  type Entry,
  firstMessageSeq,
  isUpToDate,
  lastMessageSeq,
  type MembershipChange,
  messageEntry,
  PAGE,
  startAt,
  type Timeline,
  withChanged,
  withNewer,
  withOlder,
  withReceived,
} from './timeline.ts'

/** How long after a refused page the next one can be read. */
const RETRY_MS = 1000

/** The messages of one room: read in pages, received live, and sent. */
export function openConversation(
  chat: Chat,
  store: Store<LobbyState>,
  readMembershipChanges: () => Promise<readonly MembershipChange[]>,
) {
  let room: RoomId | undefined
  /** The number of starts. A page that was requested before the last start is dropped. */
  let starts = 0

  chat.on('message.created', ({ message }) => {
    if (message.thread !== undefined && !message.inRoom) return
    const { newMessages, me, scrollPosition } = store.read()
    const isNew = scrollPosition !== 'end' && message.sender.id !== me?.id
    store.change({ newMessages: isNew ? newMessages + 1 : newMessages })
    receive(messageEntry(message))
  })
  for (const changed of ['message.updated', 'message.deleted'] as const)
    chat.on(changed, ({ message }) => {
      store.change({ timeline: withChanged(store.read().timeline, message) })
    })
  chat.on('member.joined', ({ seq, at, member }) =>
    receive({ kind: 'membership', seq, at, user: member.user, joined: true }),
  )
  chat.on('member.left', ({ seq, at, user }) =>
    receive({ kind: 'membership', seq, at, user, joined: false }),
  )

  function receive(entry: Entry): void {
    const { me, outbox, scrollPosition, timeline } = store.read()
    // The page does not show the user's own joining.
    if (entry.kind === 'membership' && entry.user.id === me?.id) return
    store.change({
      timeline: withReceived(timeline, entry, scrollPosition === 'away'),
      outbox: entry.kind === 'message' ? without(entry.message, outbox) : outbox,
    })
  }

  /** Replaces the timeline by the latest page. */
  async function start(of = room): Promise<void> {
    if (of === undefined) return
    room = of
    const thisStart = ++starts
    store.change({ isLoading: true })
    try {
      const [{ messages, seq }, changes] = await Promise.all([
        chat.call('messages.list', { room, limit: PAGE }),
        readMembershipChanges(),
      ])
      if (thisStart !== starts) return
      const { timeline, me } = store.read()
      const ofOthers = changes.filter(({ user }) => user.id !== me?.id)
      store.change({ timeline: startAt(timeline, messages, seq, ofOthers) })
    } finally {
      if (thisStart === starts) store.change({ isLoading: false })
    }
  }

  async function loadPage(
    range: { before: number } | { after: number },
    add: (timeline: Timeline, page: readonly Message[]) => Timeline,
  ): Promise<void> {
    if (room === undefined || store.read().isLoading) return
    const thisStart = starts
    store.change({ isLoading: true })
    const page = await chat
      .call('messages.list', { room, limit: PAGE, ...range })
      .catch(ignoreRefusal)
    if (page === undefined) await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    if (thisStart !== starts) return
    const { timeline } = store.read()
    store.change({ isLoading: false, ...(page && { timeline: add(timeline, page.messages) }) })
  }

  async function sendOutgoing(outgoing: Outgoing): Promise<void> {
    if (room === undefined) return
    const { refusal: _, ...sending } = outgoing
    const others = store.read().outbox.filter(({ clientId }) => clientId !== sending.clientId)
    store.change({ outbox: [...others, sending] })
    const { clientId, text } = sending
    const input = { room, clientId, text }
    try {
      receive(messageEntry(await chat.call('messages.send', input).catch(joinAndSend(input))))
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      const refused = { ...sending, refusal: error.message }
      const { outbox } = store.read()
      store.change({ outbox: outbox.map((o) => (o.clientId === refused.clientId ? refused : o)) })
    }
  }

  /** Waiting messages can be sent before the page has joined the room again, and are then refused. */
  const joinAndSend = (input: Input<'messages.send'>) => async (error: unknown) => {
    if (!(error instanceof ChatError) || error.code !== 'forbidden') throw error
    await chat.call('members.join', { room: input.room })
    return chat.call('messages.send', input)
  }

  /** Shows the end of the conversation, also where the loaded pages are far above it. */
  async function showLatest(): Promise<void> {
    if (!isUpToDate(store.read().timeline)) await start().catch(ignoreRefusal)
  }

  return {
    start,
    showLatest,

    /** Loads the page before the oldest message that is shown. */
    loadOlder(): void {
      const { entries, hasOlder } = store.read().timeline
      const before = firstMessageSeq(entries)
      if (hasOlder && before !== undefined) void loadPage({ before }, withOlder)
    },

    /** Loads the page after the newest message that is shown, where later messages were held back. */
    loadNewer(): void {
      const { timeline } = store.read()
      if (!isUpToDate(timeline))
        void loadPage({ after: lastMessageSeq(timeline.entries) }, withNewer)
    },

    setScrollPosition(position: ScrollPosition): void {
      const { newMessages, scrollPosition } = store.read()
      if (position !== scrollPosition || (position === 'end' && newMessages > 0))
        store.change({
          scrollPosition: position,
          newMessages: position === 'end' ? 0 : newMessages,
        })
    },

    /** Shows the message at once, and sends it. */
    send(text: string): void {
      const { me } = store.read()
      if (me === undefined) return
      const sender = { id: me.id, name: me.name }
      const createdAt = new Date().toISOString()
      void sendOutgoing({ clientId: newClientId(), sender, text, createdAt })
      void showLatest()
    },

    /** Uses the same clientId, so that the message is sent once, whatever became of the first try. */
    retry: (outgoing: Outgoing) => void sendOutgoing(outgoing),

    /** Removes a refused message from the outbox. */
    discard({ clientId }: Outgoing): void {
      store.change({ outbox: store.read().outbox.filter((o) => o.clientId !== clientId) })
    },
  }
}

const without = ({ sender, clientId }: Message, outbox: readonly Outgoing[]) =>
  outbox.filter((o) => o.clientId !== clientId || o.sender.id !== sender.id)

/** A refused page is read again when the user scrolls. */
function ignoreRefusal(error: unknown): undefined {
  if (!(error instanceof ChatError)) throw error
}
