import type {
  Member,
  Message,
  MessageRef,
  MyRoom,
  Replies,
  Room,
  Sender,
} from '../../protocol/entities.ts'
import type { Event } from '../../protocol/events.ts'
import { LIMITS } from '../../protocol/limits.ts'
import type { Client } from './client.ts'
import { ConsentReplica, sorted } from './replica-consent.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Mine = Omit<MyRoom, 'unread' | 'mentions' | 'lastMessage'>

/**
 * What one user knows, kept up by events alone, as a client would. Two of them of the same moment are
 * the same, however each came there.
 */
export class Replica {
  readonly #me: string
  #name = ''
  readonly #rooms = new Map<string, Mutable<Mine>>()
  readonly #members = new Map<string, Map<string, Mutable<Member>>>()
  readonly #messages = new Map<string, Map<number, Mutable<Message>>>()
  readonly #mentions = new Map<string, Set<number>>()
  /** The own reactions by message: no event says whose they are. */
  readonly #own = new Map<string, Set<string>>()
  readonly #threads = new Map<string, { following: boolean; readSeq: number }>()
  readonly #consent: ConsentReplica

  private constructor(me: string, consent: ConsentReplica) {
    this.#me = me
    this.#consent = consent
  }

  /** Everything that a user may see, read while nobody changes anything, and from where to go on. */
  static async read(client: Client) {
    const { rooms, cursor } = await client.ask('GET', '/rooms?hidden=true')
    const staffOf = (rooms as MyRoom[]).filter(({ entry, role }) => entry && role !== 'member')
    const queues = staffOf.map(({ id }) => id)
    const replica = new Replica(client.id, await ConsentReplica.read(client, queues))
    replica.#name = (await client.ask('GET', '/me')).name
    const called = await client.ask('GET', '/mentions?limit=200')
    for (const { room, message } of called.mentions) replica.#mention(room, message.seq)
    const received: Record<string, number> = {}
    for (const { unread, mentions, lastMessage, ...room } of rooms as MyRoom[]) {
      replica.#rooms.set(room.id, room)
      received[room.id] = room.seq
      const path = `/rooms/${room.id}`
      const { members } = await client.ask('GET', `${path}/members`)
      replica.#members.set(room.id, new Map(members.map((m: Member) => [m.user.id, m])))
      const messages: Message[] = await client.history(room.id, '?limit=200')
      for (const { id, thread, replies } of [...messages]) {
        if (thread !== undefined) continue
        if (replies !== undefined)
          for (const reply of await client.history(room.id, `?limit=200&thread=${id}`))
            if (!reply.inRoom) messages.push(reply)
        const { following, readSeq } = await client.ask('GET', `${path}/threads/${id}`)
        if (following || readSeq > 0) replica.#threads.set(id, { following, readSeq })
      }
      replica.#messages.set(room.id, new Map(messages.map((m) => [m.seq, m])))
      for (const { id, reactions = [] } of messages)
        for (const { emoji, mine } of reactions) if (mine) replica.#ownOf(id).add(emoji)
      // What the server computes, the replica computes, too: else it would not be a check.
      const named = lastMessage && replica.#named(lastMessage)
      expectSame({ unread, mentions, lastMessage: named }, replica.#computed(room.id))
    }
    return { replica, cursor, received }
  }

  apply(event: Event): void {
    this.#consent.apply(event)
    const room = this.#rooms.get(event.log)
    if (room !== undefined) room.seq = event.seq
    switch (event.type) {
      case 'room.created':
        return
      case 'room.updated':
        return this.#updateRoom(event.room)
      case 'room.deleted':
        return this.#forget(event.log)
      case 'member.joined':
        this.#updateRoom(event.room)
        this.#members.get(event.log)?.set(event.member.user.id, event.member)
        return this.#rename(event.log, event.member.user)
      case 'member.updated':
        this.#members.get(event.log)?.set(event.member.user.id, event.member)
        if (room !== undefined && event.member.user.id === this.#me) room.role = event.member.role
        return this.#rename(event.log, event.member.user)
      case 'member.left':
        this.#members.get(event.log)?.delete(event.user.id)
        if (room !== undefined) room.memberCount = event.memberCount
        if (event.user.id === this.#me) this.#forget(event.log)
        return
      case 'message.created':
      case 'message.updated':
      case 'message.deleted':
        if (event.type === 'message.deleted')
          this.#mentions.get(event.log)?.delete(event.message.seq)
        return this.#tell(event.message, event.root)
      case 'message.pinned':
        return this.#change(event.log, event.message, (message) => {
          message.pinnedAt = event.at
        })
      case 'message.unpinned':
        return this.#change(event.log, event.message, (message) => {
          delete message.pinnedAt
        })
      case 'reaction.added':
      case 'reaction.removed':
        if (event.user.id === this.#me) {
          const own = this.#ownOf(event.message.id)
          own[event.type === 'reaction.added' ? 'add' : 'delete'](event.emoji)
        }
        return this.#change(event.log, event.message, (message) => {
          message.reactions = event.reactions
          if (event.reactions.length === 0) delete message.reactions
        })
      case 'receipt.read': {
        const mine = this.#rooms.get(event.room)
        if (mine !== undefined && event.user.id === this.#me) mine.readSeq = event.readSeq
        const member = this.#members.get(event.log)?.get(event.user.id)
        if (member === undefined) return
        member.readSeq = event.readSeq
        member.deliveredSeq = Math.max(event.readSeq, member.deliveredSeq)
        return
      }
      case 'receipt.delivered': {
        const member = this.#members.get(event.log)?.get(event.user.id)
        if (member !== undefined) member.deliveredSeq = event.deliveredSeq
        return
      }
      case 'preferences.updated': {
        const mine = this.#rooms.get(event.room)
        if (mine === undefined) return
        mine.preferences = event.preferences
        if (event.unreadFrom === undefined) delete mine.unreadFrom
        else mine.unreadFrom = event.unreadFrom
        return
      }
      case 'thread.updated': {
        const { following, readSeq } = event
        this.#threads.set(event.thread, { following, readSeq })
        return
      }
      case 'mention.created':
        return this.#mention(event.room, event.message.seq)
      case 'user.updated':
        this.#name = event.user.name
    }
  }

  /** All of it, in one order. */
  state(): object {
    const rooms = [...this.#rooms.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
    return {
      name: this.#name,
      rooms: rooms.map((room) => ({ ...room, ...this.#computed(room.id) })),
      members: rooms.map(({ id }) => sorted(this.#members.get(id))),
      messages: rooms.map(({ id }) =>
        sorted(this.#messages.get(id)).map(([seq, message]) => [seq, this.#named(message)]),
      ),
      // One that was followed, and no longer is, is like one that never was.
      threads: sorted(this.#threads).filter(
        ([id, { following, readSeq }]) => (following || readSeq > 0) && this.#isIn(id),
      ),
      ...this.#consent.state(),
    }
  }

  #ownOf(message: string): Set<string> {
    const own = this.#own.get(message) ?? new Set()
    this.#own.set(message, own)
    return own
  }

  /** Who has left a room changes their name unheard by it. */
  #named(message: Message): Message {
    const members = this.#members.get(message.room)
    const name = (user: Sender) => (members?.has(user.id) ? user : { id: user.id, name: '' })
    const { id, sender, quote, reactions } = message
    const own = this.#ownOf(id)
    return {
      ...message,
      ...(reactions && {
        reactions: reactions.map(({ emoji, count }) => ({
          emoji,
          count,
          ...(own.has(emoji) && { mine: true as const }),
        })),
      }),
      sender: name(sender),
      ...(quote && { quote: { ...quote, sender: name(quote.sender) } }),
    }
  }

  #isIn(thread: string): boolean {
    return [...this.#messages.values()].some((of) =>
      [...of.values()].some(({ id }) => id === thread),
    )
  }

  #computed(id: string): object {
    const all = [...(this.#messages.get(id)?.values() ?? [])].toSorted((a, b) => a.seq - b.seq)
    const shown = all.filter((m) => m.thread === undefined || m.inRoom)
    const after = this.#unreadAfter(id)
    const unread = shown.filter(
      (m) =>
        m.seq > after &&
        m.sender.id !== this.#me &&
        !m.deletedAt &&
        !m.silent &&
        !m.system &&
        !m.hidden,
    )
    const mentions = unread.filter(({ seq }) => this.#mentions.get(id)?.has(seq)).length
    const last = shown.at(-1)
    return { unread: unread.length, mentions, ...(last && { lastMessage: this.#named(last) }) }
  }

  #unreadAfter(id: string): number {
    const { readSeq = 0, joinedSeq = 0, unreadFrom } = this.#rooms.get(id) ?? {}
    const read = Math.max(readSeq, joinedSeq)
    return unreadFrom === undefined ? read : Math.min(read, unreadFrom - 1)
  }

  #updateRoom(room: Room): void {
    const mine = this.#rooms.get(room.id)
    if (mine === undefined) return
    const { role, joinedSeq, readSeq, unreadFrom, preferences } = mine
    const own = { role, joinedSeq, readSeq, preferences, ...(unreadFrom && { unreadFrom }) }
    this.#rooms.set(room.id, { ...room, ...own, seq: Math.max(room.seq, mine.seq) })
  }

  #forget(room: string): void {
    for (const known of [this.#rooms, this.#members, this.#messages, this.#mentions])
      known.delete(room)
  }

  #tell(message: Message, root: (MessageRef & { replies: Replies }) | undefined): void {
    const messages = this.#messages.get(message.room)
    if (messages === undefined) return
    const before = messages.get(message.seq)
    messages.set(message.seq, { ...message, ...(before?.replies && { replies: before.replies }) })
    const below = root && messages.get(root.seq)
    if (below !== undefined && root !== undefined) below.replies = root.replies
    for (const other of messages.values()) if (other.quote?.id === message.id) quote(other, message)
  }

  #change(room: string, { seq }: MessageRef, change: (message: Mutable<Message>) => void): void {
    const message = this.#messages.get(room)?.get(seq)
    if (message !== undefined) change(message)
  }

  #rename(room: string, { id, name }: Sender): void {
    for (const message of this.#messages.get(room)?.values() ?? []) {
      if (message.sender.id === id) message.sender = { id, name }
      if (message.quote?.sender.id === id)
        message.quote = { ...message.quote, sender: { id, name } }
    }
  }

  #mention(room: string, seq: number): void {
    const seqs = this.#mentions.get(room) ?? new Set()
    this.#mentions.set(room, seqs.add(seq))
  }
}

function quote(reply: Mutable<Message>, { id, seq, sender, text, deletedAt }: Message): void {
  reply.quote = deletedAt
    ? { id, seq, sender, deletedAt }
    : { id, seq, sender, text: [...text].slice(0, LIMITS.quoteLength).join('') }
}

function expectSame(seen: object, computed: object): void {
  const [a, b] = [seen, computed].map((each) => JSON.stringify(each, (_, v) => sortKeys(v)))
  if (a !== b) throw new Error(`the server says ${a}, its own events say ${b}`)
}

const sortKeys = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value
