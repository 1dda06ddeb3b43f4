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
import { CommandQueue } from '../live/command-queue.ts'
import { fallBehind } from '../live/fall-behind.ts'
import type { LogSubscribers } from '../live/log-subscribers.ts'
import { FROM_SNAPSHOT, openSubscriber } from '../live/open-subscriber.ts'
import type { SlowReaders } from '../live/slow-readers.ts'
import { SocketBuffer } from '../live/socket-buffer.ts'
import { type ClientConnection, close, type Socket } from '../live/sockets.ts'
import type { Services } from '../services.ts'
import { errorLine, messageLine, type QuickLine, quickLineOf } from './lines.ts'

/** Lines that are held back while the room's history is sent. With more, the connection falls behind. */
const HELD = 100

/** The transport, as its connections use it. */
export interface QuickConnections {
  readonly services: Services
  readonly slowReaders: SlowReaders
  readonly subscribers: LogSubscribers<QuickConnection>
  connected(connection: QuickConnection): void
  /** The connection falls behind once the current event has been sent to all its subscribers. */
  markFull(connection: QuickConnection): void
  disconnected(connection: QuickConnection): void
}

/**
 * One connection, and the guest that lives as long as it does. It receives the events of one room. Lines that
 * the client sent before it closed are still sent to the room (`echo done | …`); then the guest leaves.
 */
export class QuickConnection implements Subscriber, ClientConnection {
  readonly room: RoomId
  readonly slot: Slot
  readonly #transport: QuickConnections
  readonly #caller: Caller
  readonly #history: number
  readonly #buffer: SocketBuffer
  readonly #queue = new CommandQueue()
  /** The seq of the guest's own `member.joined`, once it is received. */
  readonly #joinSeq = Promise.withResolvers<number>()
  readonly #historySent = Promise.withResolvers<void>()
  readonly #guestLeft = Promise.withResolvers<void>()
  #socket: Socket | undefined
  /** Undefined once the history is sent. */
  #held: QuickLine[] | undefined
  #isLive = false
  /** The server has closed the connection: further lines are ignored. */
  #isEnded = false
  #isDisconnected = false
  /** The guest has left. */
  isClosed = false

  constructor(transport: QuickConnections, slot: Slot, user: User, room: RoomId, history: number) {
    this.#transport = transport
    this.#caller = { user, endsAt: Number.POSITIVE_INFINITY }
    this.room = room
    this.slot = slot
    this.#history = history
    this.#buffer = new SocketBuffer(transport.slowReaders, () => void this.end('unavailable'))
    if (history > 0) this.#held = []
  }

  /** A quick guest has no account. */
  get session(): undefined {
    return undefined
  }

  get user(): UserId {
    return this.#caller.user.id
  }

  opened(socket: Socket): void {
    this.#socket = socket
    this.#buffer.open(socket)
    this.#transport.connected(this)
    this.#queue.add(() => this.#begin())
  }

  receive(frame: string | Buffer): void {
    if (this.#isEnded) return
    if (!this.#queue.add(() => this.#sendMessage(frame))) void this.end('rate_limited')
  }

  receiveLine(line: QuickLine): void {
    if (this.#held === undefined) return this.#writeLine(line)
    this.#joinSeq.resolve(line.seq)
    if (this.#held.push(line) > HELD) this.#transport.markFull(this)
  }

  /** Closes the connection with the reason. Resolves when the guest has left. */
  end(code: RefusalCode): Promise<void> {
    if (!this.#isEnded) {
      this.#isEnded = true
      this.#joinSeq.resolve(0)
      if (this.#socket !== undefined) close(this.#socket, closeOf(code), code)
      this.disconnected()
    }
    return this.#guestLeft.promise
  }

  disconnected(): void {
    if (this.#isDisconnected) return
    this.#isDisconnected = true
    this.#transport.subscribers.delete(this.room, this)
    this.#buffer.close()
    this.#historySent.resolve()
    void this.#queue.idle().then(() => this.#leave())
  }

  get isFull(): boolean {
    return this.#buffer.isFull || (this.#held?.length ?? 0) > HELD
  }

  async drained(): Promise<void> {
    while (this.isFull && !this.#isDisconnected)
      await (this.#buffer.isFull ? this.#buffer.drained() : this.#historySent.promise)
  }

  drain(): void {
    this.#buffer.drain()
  }

  async fallBehind(): Promise<void> {
    const { services } = this.#transport
    if (!this.#isLive || this.#isDisconnected || services.hub.isBehind(this)) return
    await fallBehind(services, this)
    if (!this.#isDisconnected && !this.isSubscribed(this.room)) void this.end('forbidden')
  }

  send(event: EncodedEvent): void {
    if (event.log === this.room) this.receiveLine(quickLineOf(event))
  }

  sendAll(events: readonly EncodedEvent[]): void {
    for (const event of events) this.send(event)
  }

  sendEphemeral(): void {
    // Quick rooms do not show who types or who is online.
  }

  subscribe(log: Log): void {
    if (log === this.room) this.#transport.subscribers.add(log, this)
  }

  unsubscribe(log: Log): void {
    if (log !== this.room) return
    this.#transport.subscribers.delete(log, this)
    void this.end('forbidden') // somebody removed the guest
  }

  unsubscribeAll(): readonly Log[] {
    if (!this.isSubscribed(this.room)) return []
    this.#transport.subscribers.delete(this.room, this)
    return [this.room]
  }

  isSubscribed(log: Log): boolean {
    return log === this.room && this.#transport.subscribers.has(log, this)
  }

  async #begin(): Promise<void> {
    const { services } = this.#transport
    const { room } = this
    try {
      // The connection subscribes before the guest joins, so the guest's own `member.joined` is its first event.
      await openSubscriber(services, this, FROM_SNAPSHOT, () => undefined)
      this.#isLive = true
      await runCommand(services, 'members.join', { caller: this.#caller }, { room })
      if (this.#held !== undefined) await this.#sendHistory(this.#held)
    } catch (error) {
      const refusal = this.#refuse(error)
      void this.end(refusal.code)
    }
  }

  /** Sends the messages from before the guest joined, and then the lines that were held back. */
  async #sendHistory(held: readonly QuickLine[]): Promise<void> {
    const before = await this.#joinSeq.promise
    if (this.#isEnded) return
    const { ports } = this.#transport.services
    const input = { room: this.room, before, limit: this.#history }
    const page = await useCases['messages.list']({ ...ports, caller: this.#caller, input })
    for (const message of page.messages) {
      if (message.deletedAt !== undefined) continue
      this.#write(messageLine(message))
      await this.#buffer.drained()
    }
    // The list grows while its lines are written.
    for (const line of held) {
      this.#writeLine(line)
      await this.#buffer.drained()
    }
    this.#held = undefined
    this.#historySent.resolve()
  }

  async #sendMessage(frame: string | Buffer): Promise<void> {
    if (this.#isEnded) return
    if (typeof frame !== 'string') return void this.end('invalid_frame')
    try {
      const input = { room: this.room, text: textOf(frame) }
      const by = { caller: this.#caller }
      await runCommand(this.#transport.services, 'messages.send', by, input)
    } catch (error) {
      this.#refuse(error)
    }
  }

  #writeLine({ text, isLast }: QuickLine): void {
    if (text !== undefined) this.#write(text)
    if (isLast) void this.end('forbidden')
  }

  #refuse(error: unknown): Refusal {
    const refusal = refusalOf(error, this.#transport.services)
    this.#write(errorLine(refusal))
    return refusal
  }

  #write(text: string): void {
    const socket = this.#socket
    if (this.#isDisconnected || socket === undefined || socket.send(text) > 0) return
    if (this.#buffer.isBehind) this.#transport.markFull(this)
  }

  #leave(): void {
    this.isClosed = true
    if (this.#isLive) this.#transport.services.hub.detach(this)
    this.#transport.disconnected(this)
    this.#guestLeft.resolve()
  }
}

/** Shells end a line with a newline. NUL is refused on every transport: databases treat it differently. */
function textOf(frame: string): string {
  if (frame.includes('\0'))
    throw new Refusal('invalid_input', 'Text may not contain NUL (U+0000): remove it')
  return frame.replace(/\r?\n$/, '')
}
