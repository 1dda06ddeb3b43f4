import * as z from 'zod'
import { UserId } from '../../protocol/ids.ts'
import type { Bus } from './bus.ts'

const BEAT_MS = 1000
/** A node that was silent for so long is gone, and with it who was there alone. */
const SILENT_MS = 5000
/** Users in one word of a list. */
const PART = 1000

/** `version` counts the changes of a node: who knows the last one has missed nothing. */
const PresenceMessage = z.compile(
  z.discriminatedUnion('type', [
    /** Tell me all. To everyone at the start, when nobody is here yet; later to one whom I have missed. */
    z.object({ type: z.literal('ask'), version: z.int() }),
    z.object({ type: z.literal('beat'), version: z.int() }),
    z.object({
      type: z.literal('change'),
      version: z.int(),
      user: UserId,
      isHere: z.boolean(),
      note: z.unknown().optional(),
    }),
    /** Nobody came or went. */
    z.object({ type: z.literal('note'), note: z.unknown() }),
    /** All who are here, in parts: the last one has come when there are `total` of them. */
    z.object({
      type: z.literal('list'),
      version: z.int(),
      users: z.array(UserId),
      total: z.int(),
    }),
  ]),
)
type PresenceMessage = z.infer<typeof PresenceMessage>
type Of<T extends PresenceMessage['type']> = Extract<PresenceMessage, { type: T }>

/** Another node: who is there, as of its change `version`; -1 is not known yet. */
type Other = {
  version: number
  users: Set<UserId>
  heardAt: number
  askedAt: number
  list: { readonly version: number; readonly users: Set<UserId> } | undefined
}

/** Somebody came or went elsewhere, as this node sees it. */
export type PresenceChange = {
  readonly user: UserId
  /** Whether they are there now, on any node. */
  readonly isThere: boolean
  /** What the other node said with it: undefined where it is gone, or its words were lost. */
  readonly note?: unknown
  /** When it was received of, or a node that is gone last received, by `performance.now()`. */
  readonly at: number
}

/**
 * Who is there, on which node: each tells the others its changes, and its version with every beat, so
 * that a loss is noticed and the whole list asked for. Each node sees for itself who comes and goes.
 */
export class NodePresence {
  readonly #bus: Bus
  readonly #onChange: (turn: PresenceChange) => void
  readonly #onNote: (note: unknown) => void
  readonly #here = new Set<UserId>()
  readonly #others = new Map<string, Other>()
  readonly #startedAt = performance.now()
  #version = 0
  #beater: Timer | undefined

  constructor(bus: Bus, onTurn: (turn: PresenceChange) => void, onNote: (note: unknown) => void) {
    this.#bus = bus
    this.#onChange = onTurn
    this.#onNote = onNote
  }

  async start(): Promise<void> {
    if (this.#bus.isAlone) return
    await this.#bus.onBroadcast('presence', (word, from) => this.#receive(JSON.parse(word), from))
    this.#send({ type: 'ask', version: this.#version })
    this.#beater = setInterval(() => this.#beat(), BEAT_MS)
  }

  stop(): void {
    clearInterval(this.#beater)
  }

  /** Those of this node. */
  get here(): ReadonlySet<UserId> {
    return this.#here
  }

  has(user: UserId): boolean {
    return this.#here.has(user) || this.isElsewhere(user)
  }

  isElsewhere(user: UserId): boolean {
    for (const { users } of this.#others.values()) if (users.has(user)) return true
    return false
  }

  /** Of all nodes one: it does what is to be done once. */
  get isFirst(): boolean {
    for (const node of this.#others.keys()) if (node < this.#bus.node) return false
    return true
  }

  /** Somebody came to this node or left it. */
  put(user: UserId, isHere: boolean, note?: unknown): void {
    if (isHere) this.#here.add(user)
    else this.#here.delete(user)
    this.#send({ type: 'change', version: ++this.#version, user, isHere, note })
  }

  /** To the other nodes, beside all that. */
  broadcastNote(note: unknown): void {
    this.#send({ type: 'note', note })
  }

  #send(word: PresenceMessage, to?: string): void {
    if (!this.#bus.isAlone) this.#bus.broadcast('presence', JSON.stringify(word), to)
  }

  #receive(said: unknown, from: string): void {
    const word = PresenceMessage.parse(said)
    const now = performance.now()
    // Who asks as its first word has nobody yet; what others have is to be asked for.
    const isNew = word.type === 'ask' && word.version === 0
    const other = this.#others.get(from) ?? meet(now, isNew ? 0 : -1)
    this.#others.set(from, other)
    other.heardAt = now
    if (word.type === 'note') return this.#onNote(word.note)
    if (word.type === 'list') return this.#applyList(other, word)
    if (word.type === 'ask') this.#sendList(from)
    if (word.type === 'change' && word.version === other.version + 1) this.#applyChange(other, word)
    if (word.version > other.version && now - other.askedAt >= BEAT_MS) {
      other.askedAt = now
      this.#send({ type: 'ask', version: this.#version }, from)
    }
  }

  #applyChange(other: Other, { version, user, isHere, note }: Of<'change'>): void {
    const before = this.has(user)
    other.version = version
    if (isHere) other.users.add(user)
    else other.users.delete(user)
    this.#notifyIfChanged(user, before, other.heardAt, note)
  }

  #sendList(to: string): void {
    const users = [...this.#here]
    const version = this.#version
    for (let i = 0; i === 0 || i < users.length; i += PART)
      this.#send(
        { type: 'list', version, users: users.slice(i, i + PART), total: users.length },
        to,
      )
  }

  #applyList(other: Other, { version, users, total }: Of<'list'>): void {
    if (version < other.version) return
    if (other.list?.version !== version) other.list = { version, users: new Set() }
    const { list } = other
    for (const user of users) list.users.add(user)
    if (list.users.size < total) return
    other.list = undefined
    // Who was there before this node began is nothing new.
    const isOld = other.version === -1 && performance.now() - this.#startedAt < SILENT_MS
    const changed = [...other.users.symmetricDifference(list.users)]
    const before = new Set(changed.filter((user) => this.has(user)))
    other.version = version
    other.users = list.users
    if (isOld) return
    for (const user of changed) this.#notifyIfChanged(user, before.has(user), other.heardAt)
  }

  /** Only what is new, as this node sees it. */
  #notifyIfChanged(user: UserId, before: boolean, at: number, note?: unknown): void {
    const isThere = this.has(user)
    if (isThere !== before) this.#onChange({ user, isThere, at, note })
  }

  #beat(): void {
    const now = performance.now()
    const isDeaf = now - this.#bus.echoedAt > 2 * BEAT_MS
    for (const [node, other] of this.#others) {
      if (isDeaf) other.heardAt = now
      if (now - other.heardAt < SILENT_MS) continue
      this.#others.delete(node)
      for (const user of other.users) this.#notifyIfChanged(user, true, other.heardAt)
    }
    this.#send({ type: 'beat', version: this.#version })
  }
}

const meet = (now: number, version: number): Other => ({
  version,
  users: new Set(),
  heardAt: now,
  askedAt: Number.NEGATIVE_INFINITY,
  list: undefined,
})
