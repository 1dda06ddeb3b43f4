import type { Audience } from '../../protocol/audience.ts'
import type { Sender } from '../../protocol/entities.ts'
import type { EphemeralEvent } from '../../protocol/events.ts'
import type { Log, MessageId, RoomId, UserId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { EncodedEvent } from './encoded-event.ts'
import type { Hub } from './hub.ts'

/** The prefix of typing that not all members receive, on the way to other nodes: any other event begins with a brace. */
const FOR_SOME = '@'
/** How often typing that has expired is looked for. */
const SWEEP_MS = 250

type Typist = {
  readonly room: RoomId
  readonly user: Sender
  readonly thread: MessageId | undefined
  /** When typing was last reported, by this node's clock. */
  readonly reportedAt: number
  /** The user stopped. The entry stays until typing may be reported again. */
  readonly isOver: boolean
  readonly audience: Audience
}
/** A room, or the thread of a message. */
type Conversation = Log | MessageId

/**
 * Who types at the moment, in the rooms that this node follows. Every node keeps its own entries and ends
 * them when they expire or when the message is sent. So the typing of a node that died ends, too.
 */
export class Typing {
  readonly #hub: Hub
  readonly #isElsewhere: (user: UserId) => boolean
  readonly #now: () => number
  readonly #typists = new Map<UserId, Map<Conversation, Typist>>()
  readonly #sweeper: Timer

  /** `isElsewhere`: whether a user is connected to another node. `now`: the clock of all nodes, in ms of the epoch. */
  constructor(hub: Hub, isElsewhere: (user: UserId) => boolean, now: () => number) {
    this.#hub = hub
    this.#isElsewhere = isElsewhere
    this.#now = now
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS)
    hub.onRemoteEphemeral((_, payload) => this.#receive(payload))
    hub.onPublished((event) => this.#onPublished(event))
    hub.onDisconnected((user) => this.#onDisconnected(user))
  }

  /** Publishes to the room on every node. Refuses `rate_limited` within half a second of the last report. */
  start(room: RoomId, user: Sender, thread: MessageId | undefined, audience: Audience): void {
    const now = performance.now()
    const before = this.#typists.get(user.id)?.get(thread ?? room)
    if (before !== undefined && now - before.reportedAt < LIMITS.typingPauseMs)
      throw new Refusal(
        'rate_limited',
        'Typing was reported less than half a second ago: report it again after a few seconds',
      )
    const typist = { room, user, thread, reportedAt: now, isOver: false, audience }
    this.#keep(typist)
    this.#broadcast(typist, true)
  }

  /** Ends the user's typing in the room and in all its threads. */
  stop(room: RoomId, user: UserId): void {
    for (const typist of this.#of(user)) if (typist.room === room) this.#stop(typist)
  }

  close(): void {
    clearInterval(this.#sweeper)
  }

  #stop(typist: Typist): void {
    if (typist.isOver) return
    this.#keep({ ...typist, isOver: true })
    this.#broadcast(typist, false)
  }

  #broadcast({ room, user, thread, audience }: Typist, isTyping: boolean): void {
    const event = typingEvent(room, user, thread, isTyping, this.#now())
    const message = isForAll(audience) ? event : `${FOR_SOME}${JSON.stringify(audience)}\n${event}`
    this.#hub.broadcastEphemeral(room, event, audience, message)
  }

  /** Publishes on this node only, because each node finds out by itself that typing has ended. */
  #end({ room, user, thread, isOver, audience }: Typist): void {
    const typing = this.#typists.get(user.id)
    typing?.delete(thread ?? room)
    if (typing?.size === 0) this.#typists.delete(user.id)
    if (isOver) return
    const event = typingEvent(room, user, thread, false, this.#now())
    this.#hub.sendEphemeral(room, event, audience)
  }

  /** Receives an event of another node. Typing that has already ended on this node is not ended twice. */
  #receive(message: string): void {
    const isForSome = message.startsWith(FOR_SOME)
    const end = isForSome ? message.indexOf('\n') : -1
    const audience: Audience = isForSome ? JSON.parse(message.slice(FOR_SOME.length, end)) : {}
    const payload = message.slice(end + 1)
    const event = JSON.parse(payload) as EphemeralEvent
    if (event.type === 'presence.changed') return
    const { log: room, user, thread } = event
    const typist = this.#typists.get(user.id)?.get(thread ?? room)
    const isOver = event.type === 'typing.stopped'
    if (isOver && (typist === undefined || typist.isOver)) return
    const reportedAt = isOver && typist ? typist.reportedAt : performance.now()
    this.#keep({ room, user, thread, reportedAt, isOver, audience })
    this.#hub.sendEphemeral(room, payload, audience)
  }

  /** Sending the message, and leaving the room, end the typing. */
  #onPublished({ log, sent, membershipChange }: EncodedEvent): void {
    if (this.#typists.size === 0) return
    if (sent !== undefined) {
      const typist = this.#typists.get(sent.user)?.get(sent.thread ?? log)
      if (typist !== undefined) this.#end(typist)
    } else if (membershipChange?.joins === false)
      for (const typist of this.#of(membershipChange.user))
        if (typist.room === log) this.#end(typist)
  }

  /** The user's last connection to this node has closed. */
  #onDisconnected(user: UserId): void {
    if (!this.#typists.has(user) || this.#isElsewhere(user)) return
    for (const typist of this.#of(user)) this.#stop(typist)
  }

  #sweep(): void {
    const now = performance.now()
    for (const user of this.#typists.keys())
      for (const typist of this.#of(user)) {
        const lifetime = typist.isOver ? LIMITS.typingPauseMs : LIMITS.typingMs
        // @planted typing-end
        if (now - typist.reportedAt >= lifetime) this.#end(typist)
      }
  }

  #keep(typist: Typist): void {
    const { user, room, thread } = typist
    const typing = this.#typists.get(user.id) ?? new Map<Conversation, Typist>()
    this.#typists.set(user.id, typing.set(thread ?? room, typist))
  }

  #of(user: UserId): readonly Typist[] {
    return [...(this.#typists.get(user)?.values() ?? [])]
  }
}

const isForAll = ({ only, except = [] }: Audience): boolean =>
  only === undefined && except.length === 0

function typingEvent(
  log: RoomId,
  { id, name }: Sender,
  thread: MessageId | undefined,
  isTyping: boolean,
  now: number,
): string {
  const common = { log, user: { id, name }, ...(thread && { thread }) }
  const at = new Date(now).toISOString()
  const until = new Date(now + LIMITS.typingMs).toISOString()
  const event: EphemeralEvent = isTyping
    ? { type: 'typing.started', ...common, at, until }
    : { type: 'typing.stopped', ...common, at }
  return JSON.stringify(event)
}
