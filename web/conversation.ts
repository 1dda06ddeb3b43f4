import {
  type Chat,
  ChatError,
  type Input,
  type Message,
  newClientId,
  type RoomId,
} from '../sdk/typescript/src/index.ts'
import type { LobbyState, ScrollPlace } from './lobby-state.ts'
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

/** How long a refused page is left alone. */
const AGAIN_MS = 1000

/** What is said in one room: read in pages, received live, and sent. */
export function openConversation(
  chat: Chat,
  store: Store<LobbyState>,
  /** Who came and went lately. */
  readTurns: () => Promise<readonly MembershipChange[]>,
) {
  let room: RoomId | undefined
  /** A page that was asked for before a new start has no place in it. */
  let starts = 0

  chat.on('message.created', ({ message }) => {
    if (message.thread !== undefined && !message.inRoom) return
    const { fresh, me, place } = store.read()
    const isFresh = place !== 'end' && message.sender.id !== me?.id
    store.change({ fresh: isFresh ? fresh + 1 : fresh })
    hear(messageEntry(message))
  })
  for (const changed of ['message.updated', 'message.deleted'] as const)
    chat.on(changed, ({ message }) => {
      store.change({ timeline: withChanged(store.read().timeline, message) })
    })
  chat.on('member.joined', ({ seq, at, member }) =>
    hear({ kind: 'turn', seq, at, who: member.user, came: true }),
  )
  chat.on('member.left', ({ seq, at, user }) =>
    hear({ kind: 'turn', seq, at, who: user, came: false }),
  )

  function hear(entry: Entry): void {
    const { me, outbox, place, timeline } = store.read()
    // Nobody needs to be told of their own coming.
    if (entry.kind === 'turn' && entry.who.id === me?.id) return
    store.change({
      timeline: withReceived(timeline, entry, place === 'away'),
      outbox: entry.kind === 'message' ? without(entry.message, outbox) : outbox,
    })
  }

  /** Begins anew with the latest page. */
  async function start(of = room): Promise<void> {
    if (of === undefined) return
    room = of
    const asked = ++starts
    store.change({ isLoading: true })
    try {
      const [{ messages, seq }, turns] = await Promise.all([
        chat.call('messages.list', { room, limit: PAGE }),
        readTurns(),
      ])
      if (asked !== starts) return
      const { timeline, me } = store.read()
      const others = turns.filter(({ who }) => who.id !== me?.id)
      store.change({ timeline: startAt(timeline, messages, seq, others) })
    } finally {
      if (asked === starts) store.change({ isLoading: false })
    }
  }

  async function load(
    where: { before: number } | { after: number },
    put: (shown: Timeline, page: readonly Message[]) => Timeline,
  ): Promise<void> {
    if (room === undefined || store.read().isLoading) return
    const asked = starts
    store.change({ isLoading: true })
    const page = await chat.call('messages.list', { room, limit: PAGE, ...where }).catch(nothing)
    if (page === undefined) await new Promise((again) => setTimeout(again, AGAIN_MS))
    if (asked !== starts) return
    const { timeline } = store.read()
    store.change({ isLoading: false, ...(page && { timeline: put(timeline, page.messages) }) })
  }

  async function post(outgoing: Outgoing): Promise<void> {
    if (room === undefined) return
    const { refusal: _, ...sending } = outgoing
    const others = store.read().outbox.filter(({ clientId }) => clientId !== sending.clientId)
    store.change({ outbox: [...others, sending] })
    const { clientId, text } = sending
    const input = { room, clientId, text }
    try {
      hear(messageEntry(await chat.call('messages.send', input).catch(again(input))))
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      const refused = { ...sending, refusal: error.message }
      const { outbox } = store.read()
      store.change({ outbox: outbox.map((o) => (o.clientId === refused.clientId ? refused : o)) })
    }
  }

  /** Sends once more, as a member: what waits for a connection is sent before a lost place is taken again. */
  const again = (input: Input<'messages.send'>) => async (error: unknown) => {
    if (!(error instanceof ChatError) || error.code !== 'forbidden') throw error
    await chat.call('members.join', { room: input.room })
    return chat.call('messages.send', input)
  }

  /** Shows the end, where the reader is far above it. */
  async function latest(): Promise<void> {
    if (!isUpToDate(store.read().timeline)) await start().catch(nothing)
  }

  return {
    start,
    latest,

    /** The page above what is shown. */
    older(): void {
      const { entries, hasOlder } = store.read().timeline
      const before = firstMessageSeq(entries)
      if (hasOlder && before !== undefined) void load({ before }, withOlder)
    },

    /** The page below, where what came was held back. */
    newer(): void {
      const { timeline } = store.read()
      if (!isUpToDate(timeline)) void load({ after: lastMessageSeq(timeline.entries) }, withNewer)
    },

    /** Says where the reader is. */
    look(place: ScrollPlace): void {
      const { fresh, place: before } = store.read()
      if (place !== before || (place === 'end' && fresh > 0))
        store.change({ place, fresh: place === 'end' ? 0 : fresh })
    },

    /** Shows at once what the server has yet to take. */
    send(text: string): void {
      const { me } = store.read()
      if (me === undefined) return
      const sender = { id: me.id, name: me.name }
      const createdAt = new Date().toISOString()
      void post({ clientId: newClientId(), sender, text, createdAt })
      void latest()
    },

    /** Under the same clientId: it is said once, whatever became of the first try. */
    retry: (outgoing: Outgoing) => void post(outgoing),

    /** Takes back what was refused. */
    discard({ clientId }: Outgoing): void {
      store.change({ outbox: store.read().outbox.filter((o) => o.clientId !== clientId) })
    },
  }
}

const without = ({ sender, clientId }: Message, outbox: readonly Outgoing[]) =>
  outbox.filter((o) => o.clientId !== clientId || o.sender.id !== sender.id)

/** A page that did not come is asked for again, after a moment, by the next look. */
function nothing(error: unknown): undefined {
  if (!(error instanceof ChatError)) throw error
}
