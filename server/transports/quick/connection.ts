import type { User } from '../../../protocol/entities.ts'
import type { Log, RoomId, UserId } from '../../../protocol/ids.ts'
import { Refusal, type RefusalCode } from '../../../protocol/refusals.ts'
import type { Caller } from '../../domain/ports.ts'
import { useCases } from '../../domain/use-cases.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import type { Subscriber } from '../../hub/subscriber.ts'
import { closeOf, refusalOf } from '../answer.ts'
import { runCommand } from '../command.ts'
import type { Slot } from '../limits/connections.ts'
import { fallBehind } from '../live/fall-behind.ts'
import { openSubscriber } from '../live/open-subscriber.ts'
import type { BufferedReader, SlowReaders } from '../live/slow-readers.ts'
import {
  BEHIND_BYTES,
  type ClientConnection,
  close,
  FULL_BYTES,
  type Socket,
} from '../live/sockets.ts'
import type { Services } from '../services.ts'
import { errorLine, messageLine, type QuickLine, quickLineOf } from './lines.ts'

/** Lines that wait while one is carried out. */
const QUEUE = 64
/** How much that happens in a room while its history is being read is kept: the log tells the rest. */
const HELD = 100

/** The transport, as one who came in by it sees it. */
export interface QuickConnections {
  readonly services: Services
  readonly slowReaders: SlowReaders
  came(connection: QuickConnection): void
  enter(connection: QuickConnection): void
  leave(connection: QuickConnection): void
  has(connection: QuickConnection): boolean
  /** It is given too much: once an event has been told to everybody, it falls behind. */
  markFull(connection: QuickConnection): void
  gone(connection: QuickConnection): void
}

/**
 * One connection, and the guest who lives as long as it does: in one room, and hearing nothing else.
 * What it said before it closed is still said (`echo done | …`); then the guest leaves.
 */
export class QuickConnection implements Subscriber, ClientConnection, BufferedReader {
  readonly room: RoomId
  readonly slot: Slot
  readonly #connections: QuickConnections
  readonly #caller: Caller
  readonly #history: number
  /** The seq of one's own joining, once it is received. */
  readonly #entered = Promise.withResolvers<number>()
  readonly #over = Promise.withResolvers<void>()
  #socket: Socket | undefined
  #work = Promise.resolve()
  #waiting = 0
  #held: QuickLine[] | undefined
  #drained: (() => void)[] = []
  #isLive = false
  #isEnded = false
  #isGone = false
  isClosed = false

  constructor(
    connections: QuickConnections,
    slot: Slot,
    user: User,
    room: RoomId,
    history: number,
  ) {
    this.#connections = connections
    this.#caller = { user, endsAt: Number.POSITIVE_INFINITY }
    this.room = room
    this.slot = slot
    this.#history = history
    if (history > 0) this.#held = []
  }

  get user(): UserId {
    return this.#caller.user.id
  }

  opened(socket: Socket): void {
    this.#socket = socket
    this.#connections.came(this)
    this.#work = this.#begin()
  }

  /** One after the other, in the order in which they came. */
  receive(frame: string | Buffer): void {
    if (this.#isEnded) return
    if (++this.#waiting > QUEUE) void this.end('rate_limited')
    else this.#work = this.#work.then(() => this.#runLine(frame))
  }

  receiveLine(telling: QuickLine): void {
    if (this.#held === undefined) return this.#writeLine(telling)
    this.#entered.resolve(telling.seq)
    if (this.#held.push(telling) > HELD) this.#connections.markFull(this)
  }

  /** Says why, and resolves when the guest has gone. */
  end(code: RefusalCode): Promise<void> {
    if (!this.#isEnded) {
      this.#isEnded = true
      this.#entered.resolve(0)
      if (this.#socket !== undefined) close(this.#socket, closeOf(code), code)
      this.gone()
    }
    return this.#over.promise
  }

  gone(): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#connections.leave(this)
    this.#connections.slowReaders.delete(this)
    this.#release()
    void this.#work.then(() => this.#leave())
  }

  get waiting(): number {
    return this.#socket?.getBufferedAmount() ?? 0
  }

  get isFull(): boolean {
    return this.waiting > FULL_BYTES || (this.#held?.length ?? 0) > HELD
  }

  async drained(): Promise<void> {
    while (this.isFull && !this.#isGone) await this.#room()
  }

  drain(): void {
    if (this.waiting > FULL_BYTES) return
    this.#connections.slowReaders.delete(this)
    this.#release()
  }

  disconnect(): void {
    void this.end('unavailable')
  }

  async fallBehind(): Promise<void> {
    const { services } = this.#connections
    if (!this.#isLive || this.#isGone || services.hub.isBehind(this)) return
    await fallBehind(services, this)
    if (!this.#isGone && !this.isSubscribed(this.room)) void this.end('forbidden')
  }

  send(event: EncodedEvent): void {
    if (event.log === this.room) this.receiveLine(quickLineOf(event))
  }

  subscribe(log: Log): void {
    if (log === this.room) this.#connections.enter(this)
  }

  unsubscribe(log: Log): void {
    if (log !== this.room) return
    this.#connections.leave(this)
    void this.end('forbidden') // somebody removed the guest
  }

  unsubscribeAll(): readonly Log[] {
    if (!this.isSubscribed(this.room)) return []
    this.#connections.leave(this)
    return [this.room]
  }

  isSubscribed(log: Log): boolean {
    return log === this.room && this.#connections.has(this)
  }

  async #begin(): Promise<void> {
    const { services } = this.#connections
    const { room } = this
    try {
      // Listened first, joined then: so the first thing received is one's own joining.
      await openSubscriber(services, this, { cursor: undefined, received: new Map() })
      this.#isLive = true
      await runCommand(services, 'members.join', this.#caller, { room })
      if (this.#held !== undefined) await this.#replayHistory(this.#held)
    } catch (error) {
      const refusal = this.#refuse(error)
      void this.end(refusal.code)
    }
  }

  /** What was said before, and after it what was received since. */
  async #replayHistory(held: readonly QuickLine[]): Promise<void> {
    const before = await this.#entered.promise
    if (this.#isEnded) return
    const { ports } = this.#connections.services
    const input = { room: this.room, before, limit: this.#history }
    const page = await useCases['messages.list']({ ...ports, caller: this.#caller, input })
    for (const message of page.messages)
      if (message.deletedAt === undefined)
        await this.#replayLine({ line: messageLine(message), isLast: false })
    // It grows, as long as the reader is behind.
    for (const telling of held) await this.#replayLine(telling)
    this.#held = undefined
    this.#release()
  }

  /** Waits until there is space for more. */
  async #replayLine(telling: Omit<QuickLine, 'seq'>): Promise<void> {
    this.#writeLine(telling)
    while (this.waiting > FULL_BYTES && !this.#isGone) await this.#room()
  }

  /** Resolves when there may be room. */
  #room(): Promise<void> {
    if (this.waiting > FULL_BYTES) this.#connections.slowReaders.add(this)
    return new Promise((resolve) => this.#drained.push(resolve))
  }

  #release(): void {
    for (const drained of this.#drained.splice(0)) drained()
  }

  async #runLine(frame: string | Buffer): Promise<void> {
    this.#waiting--
    if (this.#isEnded) return
    if (typeof frame !== 'string') return void this.end('invalid_frame')
    try {
      const input = { room: this.room, text: textOf(frame) }
      await runCommand(this.#connections.services, 'messages.send', this.#caller, input)
    } catch (error) {
      this.#refuse(error)
    }
  }

  #writeLine({ line, isLast }: Omit<QuickLine, 'seq'>): void {
    if (line !== undefined) this.#write(line)
    if (isLast) void this.end('forbidden')
  }

  #refuse(error: unknown): Refusal {
    const refusal = refusalOf(error, this.#connections.services)
    this.#write(errorLine(refusal))
    return refusal
  }

  #write(line: string): void {
    const socket = this.#socket
    if (this.#isGone || socket === undefined || socket.send(line) > 0) return
    if (this.waiting > BEHIND_BYTES) this.#connections.markFull(this)
  }

  #leave(): void {
    this.isClosed = true
    if (this.#isLive) this.#connections.services.hub.detach(this)
    this.#connections.gone(this)
    this.#over.resolve()
  }
}

/** A shell ends a line as files do. As on every transport, no NUL: databases differ in what they do with it. */
function textOf(frame: string): string {
  if (frame.includes('\0'))
    throw new Refusal('invalid_input', 'Text may not contain NUL (U+0000): remove it')
  return frame.replace(/\r?\n$/, '')
}
