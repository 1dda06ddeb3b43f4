import { COMMANDS, isCommand } from '../../../protocol/commands.ts'
import { ClientFrame } from '../../../protocol/frames.ts'
import type { Log, SessionId, UserId } from '../../../protocol/ids.ts'
import { parseJson } from '../../../protocol/json.ts'
import type { Op } from '../../../protocol/op.ts'
import { Refusal, type RefusalCode } from '../../../protocol/refusals.ts'
import type { Caller, Visitor } from '../../domain/ports.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import type { Subscriber } from '../../hub/subscriber.ts'
import { closeOf, errorFrame, refusalOf } from '../answer.ts'
import { answerCommand } from '../command.ts'
import type { AddressLimits } from '../limits/address-limits.ts'
import type { Slot } from '../limits/connections.ts'
import type { Services } from '../services.ts'
import { validate } from '../validate.ts'
import { CommandQueue, type RunningCount } from './command-queue.ts'
import { fallBehind } from './fall-behind.ts'
import { openSubscriber } from './open-subscriber.ts'
import type { SlowReaders } from './slow-readers.ts'
import { SocketBuffer } from './socket-buffer.ts'
import { type ClientConnection, close, type Socket } from './sockets.ts'

const HELLO_MS = 10_000
/** Recognizes a ping without parsing the frame: it is answered at once, while commands wait in the queue. */
const PING = /^\s*\{\s*"type"\s*:\s*"ping"\s*\}\s*$/
const PONG = JSON.stringify({ type: 'pong' })

type Frame<T extends ClientFrame['type']> = Extract<ClientFrame, { readonly type: T }>

/** The transport, as its connections use it. */
export interface WebSocketConnections {
  readonly services: Services
  readonly addressLimits: AddressLimits
  readonly slowReaders: SlowReaders
  readonly running: RunningCount
  readonly isStopping: boolean
  connected(connection: WebSocketConnection): void
  disconnected(connection: WebSocketConnection): void
}

/** One client of `/api/v1/socket`. */
export class WebSocketConnection implements Subscriber, ClientConnection {
  readonly slot: Slot
  readonly #transport: WebSocketConnections
  readonly #buffer: SocketBuffer
  readonly #queue: CommandQueue
  #socket: Socket | undefined
  readonly #visitor: Visitor
  #caller: Caller | undefined
  #state: 'opening' | 'live' | 'closed' = 'opening'
  /** The latest time for the hello; after it the end of the token. By `performance.now()`. */
  #endsAt = performance.now() + HELLO_MS
  #isGreeted = false

  constructor(
    transport: WebSocketConnections,
    caller: Caller | undefined,
    visitor: Visitor,
    slot: Slot,
  ) {
    this.#transport = transport
    this.slot = slot
    this.#caller = caller
    this.#visitor = visitor
    this.#queue = new CommandQueue(transport.running)
    this.#buffer = new SocketBuffer(transport.slowReaders, () => this.#disconnect())
  }

  get user(): UserId {
    if (this.#caller === undefined) throw new Error('a subscriber before its hello')
    return this.#caller.user.id
  }

  get session(): SessionId | undefined {
    return this.#caller?.session
  }

  get isClosed(): boolean {
    return this.#state === 'closed'
  }

  get isLive(): boolean {
    return this.#state === 'live'
  }

  get isFull(): boolean {
    return this.#buffer.isFull
  }

  opened(socket: Socket): void {
    this.#socket = socket
    this.#buffer.open(socket)
    this.#transport.connected(this)
  }

  /** Bun delivers the next frame without waiting for the handling of this one. */
  receive(frame: string | Buffer): void {
    if (this.#transport.isStopping || this.isClosed) return
    if (this.isLive && PING.test(String(frame))) return this.#pong()
    if (!this.#queue.add(() => this.#process(frame))) this.end('rate_limited')
  }

  drain(): void {
    this.#buffer.drain()
  }

  disconnected(): void {
    if (this.isClosed) return
    const wasLive = this.isLive
    this.#state = 'closed'
    this.#queue.clear()
    this.#buffer.close()
    this.#transport.disconnected(this)
    if (wasLive) this.#transport.services.hub.detach(this)
  }

  send(event: EncodedEvent): void {
    this.#write(event.text)
  }

  sendAll(events: readonly EncodedEvent[]): void {
    if (this.isClosed) return
    this.#socket?.cork((socket) => {
      for (const { text } of events) socket.send(text, false)
    })
  }

  sendEphemeral(payload: string): void {
    if (!this.isFull) this.#write(payload)
  }

  drained(): Promise<void> {
    return this.#buffer.drained()
  }

  subscribe(log: Log): void {
    this.#socket?.subscribe(log)
  }

  unsubscribe(log: Log): void {
    this.#socket?.unsubscribe(log)
  }

  unsubscribeAll(): readonly Log[] {
    const logs = (this.#socket?.subscriptions ?? []) as Log[]
    for (const log of logs) this.unsubscribe(log)
    return logs
  }

  isSubscribed(log: Log): boolean {
    return this.#socket?.isSubscribed(log) ?? false
  }

  /** Bounds the send buffer: a connection with too much in it receives the rest from the log, as it reads. */
  checkBackpressure(): void {
    if (this.isLive && this.#buffer.isBehind) void fallBehind(this.#transport.services, this)
  }

  sweep(now: number): void {
    if (this.slot.isNewlyBanned()) return this.end('banned')
    if (now >= this.#endsAt) this.end(this.#isGreeted ? 'token_expired' : 'hello_late')
  }

  end(code: RefusalCode): void {
    if (!this.isClosed && this.#socket !== undefined) close(this.#socket, closeOf(code), code)
  }

  /** A connection that lacks nothing but ephemeral events stays open. */
  #disconnect(): void {
    if (this.#transport.services.hub.hasUnsent(this)) this.end('unavailable')
  }

  async #process(raw: string | Buffer): Promise<void> {
    if (this.isClosed) return
    await this.#handle(raw)
    if (!this.isFull) return
    // No further answers for a client that does not read. The server does not wait for it when it stops.
    this.#transport.running.end()
    await this.drained()
    this.#transport.running.begin()
  }

  /** An invalid frame, or one that is not allowed at this point, closes the connection. */
  async #handle(raw: string | Buffer): Promise<void> {
    try {
      const frame = parseFrame(raw)
      if (frame.type === 'hello') return await this.#hello(frame)
      if (!this.isLive) throw new Refusal('hello_missing')
      if (frame.type === 'command') return await this.#command(frame)
      this.#pong()
    } catch (error) {
      const refusal = refusalOf(error, this.#transport.services)
      this.#write(errorFrame(refusal))
      this.end(refusal.code)
    }
  }

  async #hello({ token, cursor, received = {} }: Frame<'hello'>): Promise<void> {
    if (this.#isGreeted)
      throw new Refusal('invalid_frame', 'hello was received already: send it once')
    const { services } = this.#transport
    const caller = token === undefined ? this.#caller : await services.authenticator.token(token)
    if (caller === undefined) throw new Refusal('unauthenticated')
    if (this.isClosed) return
    this.slot.enter(caller.user.id)
    this.#caller = caller
    this.#isGreeted = true
    this.#endsAt = caller.endsAt
    const since = { cursor, received: new Map(Object.entries(received)) }
    const live = await openSubscriber(services, this, since, (reason) =>
      this.#write(JSON.stringify({ type: 'reset', reason })),
    )
    if (this.isClosed) return
    this.#state = 'live'
    const ready = {
      user: caller.user,
      cursor: live.cursor,
      received: Object.fromEntries(live.received),
    }
    this.#write(JSON.stringify({ type: 'ready', ...ready }))
  }

  async #command({ id, name, input, traceparent }: Frame<'command'>): Promise<void> {
    const { services } = this.#transport
    try {
      if (!isCommand(name)) throw new Refusal('unknown_command')
      const op: Op = COMMANDS[name]
      if (op.asker === 'anyone') this.#transport.addressLimits.takeCommand(this.slot.address, op)
      if (this.#caller?.session !== undefined) await this.#checkSession(this.#caller)
      const by = { caller: this.#caller, visitor: this.#visitor }
      const answer = () => answerCommand(services, name, by, input ?? {})
      const { text } = await services.meter.within(traceparent, answer)
      this.#write(`{"type":"result","id":${id},"result":${text}}`)
    } catch (error) {
      this.#write(errorFrame(refusalOf(error, services), id))
    }
  }

  /** The end of a session may reach this node later than it was acknowledged by another one. */
  async #checkSession(caller: Caller): Promise<void> {
    try {
      await this.#transport.services.authenticator.check(caller)
    } catch (error) {
      const refusal = refusalOf(error, this.#transport.services)
      if (refusal.code === 'session_ended') this.end(refusal.code)
      throw refusal
    }
  }

  /** A full reader gets no pong: the frames that wait for it are a sign of life, too. */
  #pong(): void {
    if (!this.isFull) this.#write(PONG)
  }

  #write(text: string): void {
    if (this.isClosed) return
    // Corked, an answer leaves in one packet with the event of its own command.
    this.#socket?.cork((socket) => socket.send(text, false))
  }
}

function parseFrame(raw: string | Buffer): ClientFrame {
  if (typeof raw !== 'string') throw new Refusal('invalid_frame', 'Frames must be text, not binary')
  return validate(ClientFrame, parseJson(raw), 'invalid_frame')
}
