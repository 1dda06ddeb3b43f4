import type { Chat } from '../chat.ts'
import { type LiveList, liveList } from '../live-list.ts'
import type { Event, EventOf, Input, Message, MessageId, RoomId } from '../protocol.ts'
import { afterEvent, type Fact, factAfter, MOST_ROWS, withFacts } from './facts.ts'
import { contains } from './rows.ts'

const PAGE = 50
/** A window counts up to this many messages that it holds back. */
export const MOST_HELD = 1000
/** After a page that could not be read, the next one is read at the earliest after this time. */
const RETRY_MS = 1000

/** `end`: at the latest message. `near`: within one screen of it. `away`: farther up. */
export type Position = 'end' | 'near' | 'away'

/** The facts of a window: a part of the log of a room or a thread without a gap. */
export function openLogWindow(
  chat: Chat,
  room: RoomId,
  thread: MessageId | undefined,
  changed: () => void,
) {
  let position: Position = 'end'
  /** The seq around which the window is read; undefined: its end. */
  let anchor: number | undefined
  let hasOlder = false
  let hasNewer = false
  /** The seq of the room when the first page was read. */
  let startSeq = 0
  /** The seq of the room when the end of the window was read. */
  let endSeq = 0
  let root: Fact | undefined
  /** The messages are those that the app has kept, and no page was read yet. */
  let isRestored = false
  /** The messages of others that arrived below the reader. */
  const held = new Set<MessageId>()
  let loading: Promise<void> | undefined
  /** The number of reads. The answer to an earlier read is dropped. */
  let reads = 0

  const list: LiveList<Fact> = liveList<Fact>(chat, {
    room,
    read: firstPage,
    applyEvent(facts, event) {
      if (!('seq' in event)) return facts
      // The list reports changes of the facts alone.
      changed()
      return apply(facts, event)
    },
  })

  function apply(facts: readonly Fact[], event: Event): readonly Fact[] {
    if (event.seq > startSeq && changesMembership(event)) {
      void list.reload()
      return list.read().all
    }
    const me = chat.user?.id
    root &&= factAfter(root, event, me)
    if (event.type === 'message.deleted') held.delete(event.message.id)
    const after = afterEvent(facts, event, me)
    if (event.type !== 'message.created' || event.seq <= endSeq) return after
    return contains(event.message, thread) ? withNew(after, event.message, event.seq) : after
  }

  /** The user may now see other messages than before. */
  function changesMembership(event: Event): boolean {
    if (event.type === 'room.deleted') return true
    if (event.type === 'member.joined') return event.member.user.id === chat.user?.id
    return event.type === 'member.left' && event.user.id === chat.user?.id
  }

  function withNew(facts: readonly Fact[], message: Message, asOf: number): readonly Fact[] {
    const isKnown = facts.some((fact) => fact.message.id === message.id)
    if (isKnown) return facts
    const isMine = message.sender.id === chat.user?.id
    if (position !== 'end' && !isMine && held.size < MOST_HELD) held.add(message.id)
    if (position === 'away') hasNewer = true
    if (hasNewer) return facts
    return newest(withFacts(facts, [{ message, asOf }]))
  }

  function newest(facts: readonly Fact[]): readonly Fact[] {
    if (facts.length <= MOST_ROWS) return facts
    hasOlder = true
    return facts.slice(-MOST_ROWS)
  }
  function oldest(facts: readonly Fact[]): readonly Fact[] {
    if (facts.length <= MOST_ROWS) return facts
    hasNewer = true
    return facts.slice(0, MOST_ROWS)
  }

  /** Reads a page. `undefined`: another read was begun meanwhile. */
  async function page(range: Pick<Input<'messages.list'>, 'before' | 'after' | 'around'>) {
    const read = ++reads
    const input = { room, thread, limit: PAGE, ...range }
    const [{ messages, seq }, rootNow] = await Promise.all([
      chat.call('messages.list', input),
      thread && !root ? chat.call('threads.get', { room, message: thread }) : undefined,
    ])
    if (read !== reads) return undefined
    if (rootNow) root = { message: rootNow.root, asOf: 0 }
    return { facts: messages.map((message): Fact => ({ message, asOf: seq })), seq }
  }

  /** The page at the anchor, in place of all that was shown. */
  async function firstPage(): Promise<readonly Fact[]> {
    const around = anchor
    root = undefined
    const read = await page({ around })
    if (!read) return list.read().all
    const { facts, seq } = read
    const before =
      around === undefined ? facts : facts.filter(({ message }) => message.seq < around)
    isRestored = false
    hasOlder = before.length === (around === undefined ? PAGE : PAGE / 2)
    hasNewer = around !== undefined && facts.length - before.length === PAGE / 2
    startSeq = seq
    endSeq = hasNewer ? 0 : seq
    return facts
  }

  async function olderPage(): Promise<readonly Fact[]> {
    const read = await page({ before: list.read().all[0]?.message.seq })
    if (!read) return list.read().all
    hasOlder = read.facts.length === PAGE
    return oldest(withFacts(list.read().all, read.facts))
  }

  async function newerPage(): Promise<readonly Fact[]> {
    const read = await page({ after: list.read().all.at(-1)?.message.seq ?? 0 })
    if (!read) return list.read().all
    hasNewer = read.facts.length === PAGE
    if (!hasNewer) endSeq = read.seq
    return newest(withFacts(list.read().all, read.facts))
  }

  /** One page at a time. After a refusal the next one waits a moment. */
  function load(read: () => Promise<readonly Fact[]>): Promise<void> {
    if (loading) return loading
    const thisLoad = list.load(read).then(async () => {
      if (list.read().progress.state === 'error')
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      if (loading === thisLoad) loading = undefined
      seen()
      changed()
    })
    loading = thisLoad
    changed()
    return thisLoad
  }

  /** Reads the window again at its anchor. A page that is being read is dropped. */
  async function restart(): Promise<void> {
    loading = undefined
    await load(firstPage)
  }

  function seen(): void {
    if (position === 'end' && !hasNewer) held.clear()
  }

  return {
    list,
    root: () => root,
    hasOlder: () => hasOlder,
    hasNewer: () => hasNewer,
    held: () => held.size,
    position: () => position,
    isLoading: () => loading !== undefined,
    isRestored: () => isRestored,

    restore(messages: readonly Message[]): void {
      if (messages.length === 0 || list.read().progress.state === 'ready') return
      isRestored = hasOlder = true
      list.set(messages.map((message) => ({ message, asOf: 0 })))
    },

    loadOlder: (): Promise<void> => (hasOlder && !isRestored ? load(olderPage) : Promise.resolve()),
    loadNewer: (): Promise<void> => (hasNewer ? load(newerPage) : Promise.resolve()),

    async showLatest(): Promise<void> {
      anchor = undefined
      position = 'end'
      if (hasNewer) await restart()
      seen()
      changed()
    },
    async showAround(seq: number): Promise<void> {
      anchor = seq
      position = 'away'
      if (list.read().all.some(({ message }) => message.seq === seq)) return changed()
      await restart()
    },
    setPosition(next: Position, seq?: number): void {
      anchor = next === 'end' && !hasNewer ? undefined : (seq ?? anchor)
      if (next === position && (next !== 'end' || !held.size)) return
      position = next
      seen()
      changed()
    },

    /** An answer contains the message as it is now. */
    receiveAnswer(message: Message): void {
      const facts = list.read().all
      if (root?.message.id === message.id) root = { ...root, message }
      const known = facts.find((fact) => fact.message.id === message.id)
      if (known) list.set(facts.map((fact) => (fact === known ? { ...fact, message } : fact)))
      else changed()
    },
    /** The list receives no events while it cannot be read. */
    rejoin({ log, member }: EventOf<'member.joined'>): void {
      const isMine = log === room && member.user.id === chat.user?.id
      if (isMine && list.read().progress.state === 'error') void restart()
    },
    /** The acknowledged message, which can arrive before its event. */
    receiveSent(message: Message): void {
      if (message.room !== room || !contains(message, thread) || message.seq <= endSeq) return
      if (list.read().progress.state === 'ready')
        list.set(withNew(list.read().all, message, message.seq))
    },
  }
}
