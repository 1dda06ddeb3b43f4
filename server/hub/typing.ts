import type { Sender } from '../../protocol/entities.ts'
import type { EphemeralEvent } from '../../protocol/events.ts'
import type { Log, MessageId, RoomId, UserId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { EncodedEvent } from './encoded-event.ts'
import type { Hub } from './hub.ts'

/** How often those who stopped without a word are looked for. */
const SWEEP_MS = 250

type Typist = {
  readonly room: RoomId
  readonly user: Sender
  readonly thread: MessageId | undefined
  /** When it was last said, on this node's clock. */
  readonly reportedAt: number
  /** Not typing any more, and remembered for the pause before it may be said again. */
  readonly isOver: boolean
}
/** A room, or a message below which somebody types. */
type TypingPlace = Log | MessageId

/**
 * Who types just now, in the rooms that this node hears. Every node keeps it, and ends it for its own
 * listeners when its time is over, or with what was said: nobody is left typing by a node that died.
 */
export class Typing {
  readonly #hub: Hub
  readonly #isElsewhere: (user: UserId) => boolean
  readonly #now: () => number
  readonly #typists = new Map<UserId, Map<TypingPlace, Typist>>()
  readonly #sweeper: Timer

  /** `isElsewhere`: whether a user has a connection to another node. `now`: what all nodes' clocks agree on. */
  constructor(hub: Hub, isElsewhere: (user: UserId) => boolean, now: () => number) {
    this.#hub = hub
    this.#isElsewhere = isElsewhere
    this.#now = now
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS)
    hub.onRemoteEphemeral((_, signal) => this.#receive(signal))
    hub.onPublished((event) => this.#published(event))
    hub.onDisconnected((user) => this.#disconnected(user))
  }

  /** Tells the room, on every node. Refuses `rate_limited` where it was said just before. */
  start(room: RoomId, user: Sender, thread: MessageId | undefined): void {
    const now = performance.now()
    const before = this.#typists.get(user.id)?.get(thread ?? room)
    if (before !== undefined && now - before.reportedAt < LIMITS.typingPauseMs)
      throw new Refusal(
        'rate_limited',
        'Typing was reported less than half a second ago: report it every few seconds',
      )
    this.#keep({ room, user, thread, reportedAt: now, isOver: false })
    this.#hub.broadcastEphemeral(room, typingEvent(room, user, thread, true, this.#now()))
  }

  /** In the room and in all its threads. */
  stop(room: RoomId, user: UserId): void {
    for (const typist of this.#of(user)) if (typist.room === room) this.#stop(typist)
  }

  close(): void {
    clearInterval(this.#sweeper)
  }

  #stop(typist: Typist): void {
    if (typist.isOver) return
    const { room, user, thread } = typist
    this.#keep({ ...typist, isOver: true })
    this.#hub.broadcastEphemeral(room, typingEvent(room, user, thread, false, this.#now()))
  }

  /** Each node sees for itself what ends it: its listeners alone are told. */
  #end({ room, user, thread, isOver }: Typist): void {
    const places = this.#typists.get(user.id)
    places?.delete(thread ?? room)
    if (places?.size === 0) this.#typists.delete(user.id)
    if (!isOver) this.#hub.sendEphemeral(room, typingEvent(room, user, thread, false, this.#now()))
  }

  /** From another node. What has ended here already is not ended twice. */
  #receive(text: string): void {
    const signal = JSON.parse(text) as EphemeralEvent
    if (signal.type === 'presence.changed') return
    const { log: room, user, thread } = signal
    const typist = this.#typists.get(user.id)?.get(thread ?? room)
    const isOver = signal.type === 'typing.stopped'
    if (isOver && (typist === undefined || typist.isOver)) return
    const reportedAt = isOver && typist ? typist.reportedAt : performance.now()
    this.#keep({ room, user, thread, reportedAt, isOver })
    this.#hub.sendEphemeral(room, text)
  }

  /** Who has said it types it no longer; who has left does not either. */
  #published({ log, sent, membershipChange }: EncodedEvent): void {
    if (this.#typists.size === 0) return
    if (sent !== undefined) {
      const typist = this.#typists.get(sent.user)?.get(sent.thread ?? log)
      if (typist !== undefined) this.#end(typist)
    } else if (membershipChange?.joins === false)
      for (const typist of this.#of(membershipChange.user))
        if (typist.room === log) this.#end(typist)
  }

  /** Their last connection here has closed. */
  #disconnected(user: UserId): void {
    if (!this.#typists.has(user) || this.#isElsewhere(user)) return
    for (const typist of this.#of(user)) this.#stop(typist)
  }

  #sweep(): void {
    const now = performance.now()
    for (const user of this.#typists.keys())
      for (const typist of this.#of(user)) {
        const lasts = typist.isOver ? LIMITS.typingPauseMs : LIMITS.typingMs
        // @planted typing-end
        if (now - typist.reportedAt >= lasts) this.#end(typist)
      }
  }

  #keep(typist: Typist): void {
    const { user, room, thread } = typist
    const places = this.#typists.get(user.id) ?? new Map<TypingPlace, Typist>()
    this.#typists.set(user.id, places.set(thread ?? room, typist))
  }

  #of(user: UserId): readonly Typist[] {
    return [...(this.#typists.get(user)?.values() ?? [])]
  }
}

function typingEvent(
  log: RoomId,
  { id, name }: Sender,
  thread: MessageId | undefined,
  isTyping: boolean,
  now: number,
): string {
  const place = { log, user: { id, name }, ...(thread && { thread }) }
  const at = new Date(now).toISOString()
  const until = new Date(now + LIMITS.typingMs).toISOString()
  const signal: EphemeralEvent = isTyping
    ? { type: 'typing.started', ...place, at, until }
    : { type: 'typing.stopped', ...place, at }
  return JSON.stringify(signal)
}
