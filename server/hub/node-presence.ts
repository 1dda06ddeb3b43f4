import * as z from 'zod'
import { UserId } from '../../protocol/ids.ts'
import type { Bus } from './bus.ts'

const HEARTBEAT_MS = 1000
/** A node that was silent for so long has died, and the users who were connected only to it are offline. */
const NODE_TIMEOUT_MS = 5000
const USERS_PER_MESSAGE = 1000

/** `version` counts the changes of the sending node: a node that knows the last version missed none. */
const PresenceMessage = z.compile(
  z.discriminatedUnion('type', [
    /** Requests the list. A node sends it to all at its start, and to one node whose changes it missed. */
    z.object({ type: z.literal('list-request'), version: z.int() }),
    z.object({ type: z.literal('heartbeat'), version: z.int() }),
    /** A user connected to the sending node, or disconnected from it. */
    z.object({
      type: z.literal('change'),
      version: z.int(),
      user: UserId,
      isHere: z.boolean(),
      view: z.unknown().optional(),
    }),
    /** Others see a user differently, but nobody connected or disconnected. */
    z.object({ type: z.literal('view'), view: z.unknown() }),
    /** All users of the sending node, in parts. The list is complete when it has `total` users. */
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

/** Another node and its users, as of its change `version`; -1 means that no list was received yet. */
type RemoteNode = {
  version: number
  users: Set<UserId>
  lastReceivedAt: number
  listRequestedAt: number
  /** The parts that were received of a list. */
  list: { readonly version: number; readonly users: Set<UserId> } | undefined
}

/** A user went online or offline by a change on another node. */
export type PresenceChange = {
  readonly user: UserId
  /** Whether the user is online now, on any node. */
  readonly isOnline: boolean
  /** What the other node sent with the change. Undefined if that node died, or its message was lost. */
  readonly view?: unknown
  /** When the change, or the last message of a node that died, was received, by `performance.now()`. */
  readonly at: number
}

/**
 * Which users are connected to which node. Each node broadcasts its changes, and its version with every
 * heartbeat: a node that missed a change notices it and requests the whole list. Each node finds out by
 * itself who goes online or offline.
 */
export class NodePresence {
  readonly #bus: Bus
  readonly #onChange: (change: PresenceChange) => void
  readonly #onView: (view: unknown) => void
  readonly #here = new Set<UserId>()
  readonly #remoteNodes = new Map<string, RemoteNode>()
  readonly #startedAt = performance.now()
  #version = 0
  #heartbeat: Timer | undefined

  constructor(
    bus: Bus,
    onChange: (change: PresenceChange) => void,
    onView: (view: unknown) => void,
  ) {
    this.#bus = bus
    this.#onChange = onChange
    this.#onView = onView
  }

  async start(): Promise<void> {
    if (this.#bus.isAlone) return
    await this.#bus.onBroadcast('presence', (message, from) =>
      this.#receive(JSON.parse(message), from),
    )
    this.#send({ type: 'list-request', version: this.#version })
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS)
  }

  stop(): void {
    clearInterval(this.#heartbeat)
  }

  /** The users of this node. */
  get here(): ReadonlySet<UserId> {
    return this.#here
  }

  /** Whether the user is connected to any node. */
  isOnline(user: UserId): boolean {
    return this.#here.has(user) || this.isElsewhere(user)
  }

  isElsewhere(user: UserId): boolean {
    for (const { users } of this.#remoteNodes.values()) if (users.has(user)) return true
    return false
  }

  /** True on one node only: that node does the work which must be done once. */
  get isFirst(): boolean {
    for (const nodeId of this.#remoteNodes.keys()) if (nodeId < this.#bus.nodeId) return false
    return true
  }

  /** A user connected to this node, or disconnected from it. */
  set(user: UserId, isHere: boolean, view?: unknown): void {
    if (isHere) this.#here.add(user)
    else this.#here.delete(user)
    this.#send({ type: 'change', version: ++this.#version, user, isHere, view })
  }

  broadcastView(view: unknown): void {
    this.#send({ type: 'view', view })
  }

  #send(message: PresenceMessage, to?: string): void {
    if (!this.#bus.isAlone) this.#bus.broadcast('presence', JSON.stringify(message), to)
  }

  #receive(json: unknown, from: string): void {
    const message = PresenceMessage.parse(json)
    const now = performance.now()
    // A node that has just started has no users, so its list need not be requested.
    const hasStarted = message.type === 'list-request' && message.version === 0
    const node = this.#remoteNodes.get(from) ?? newNode(now, hasStarted ? 0 : -1)
    this.#remoteNodes.set(from, node)
    node.lastReceivedAt = now
    if (message.type === 'view') return this.#onView(message.view)
    if (message.type === 'list') return this.#receiveList(node, message)
    if (message.type === 'list-request') this.#sendList(from)
    if (message.type === 'change' && message.version === node.version + 1)
      this.#receiveChange(node, message)
    if (message.version > node.version && now - node.listRequestedAt >= HEARTBEAT_MS) {
      node.listRequestedAt = now
      this.#send({ type: 'list-request', version: this.#version }, from)
    }
  }

  #receiveChange(node: RemoteNode, { version, user, isHere, view }: Of<'change'>): void {
    const wasOnline = this.isOnline(user)
    node.version = version
    if (isHere) node.users.add(user)
    else node.users.delete(user)
    this.#notifyIfChanged(user, wasOnline, node.lastReceivedAt, view)
  }

  #sendList(to: string): void {
    const users = [...this.#here]
    const version = this.#version
    for (let i = 0; i === 0 || i < users.length; i += USERS_PER_MESSAGE)
      this.#send(
        {
          type: 'list',
          version,
          users: users.slice(i, i + USERS_PER_MESSAGE),
          total: users.length,
        },
        to,
      )
  }

  #receiveList(node: RemoteNode, { version, users, total }: Of<'list'>): void {
    if (version < node.version) return
    if (node.list?.version !== version) node.list = { version, users: new Set() }
    const { list } = node
    for (const user of users) list.users.add(user)
    if (list.users.size < total) return
    node.list = undefined
    // Users who were online before this node started have not changed.
    const isFirstList = node.version === -1 && performance.now() - this.#startedAt < NODE_TIMEOUT_MS
    const changed = [...node.users.symmetricDifference(list.users)]
    const wereOnline = new Set(changed.filter((user) => this.isOnline(user)))
    node.version = version
    node.users = list.users
    if (isFirstList) return
    for (const user of changed)
      this.#notifyIfChanged(user, wereOnline.has(user), node.lastReceivedAt)
  }

  #notifyIfChanged(user: UserId, wasOnline: boolean, at: number, view?: unknown): void {
    const isOnline = this.isOnline(user)
    if (isOnline !== wasOnline) this.#onChange({ user, isOnline, at, view })
  }

  /** Sends the heartbeat, and removes the nodes that have died. */
  #beat(): void {
    const now = performance.now()
    // While the bus does not work, every node seems silent.
    const isBusSilent = now - this.#bus.echoedAt > 2 * HEARTBEAT_MS
    for (const [nodeId, node] of this.#remoteNodes) {
      if (isBusSilent) node.lastReceivedAt = now
      if (now - node.lastReceivedAt < NODE_TIMEOUT_MS) continue
      this.#remoteNodes.delete(nodeId)
      for (const user of node.users) this.#notifyIfChanged(user, true, node.lastReceivedAt)
    }
    this.#send({ type: 'heartbeat', version: this.#version })
  }
}

const newNode = (now: number, version: number): RemoteNode => ({
  version,
  users: new Set(),
  lastReceivedAt: now,
  listRequestedAt: Number.NEGATIVE_INFINITY,
  list: undefined,
})
