import type { Server } from 'bun'
import { COMMANDS, isCommand } from '../../../protocol/commands.ts'
import { ClientFrame } from '../../../protocol/frames.ts'
import type { Log as LogId, UserId } from '../../../protocol/ids.ts'
import { parseJson } from '../../../protocol/json.ts'
import type { Op } from '../../../protocol/op.ts'
import { Refusal, type RefusalCode } from '../../../protocol/refusals.ts'
import type { Caller } from '../../domain/ports.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import type { LivePosition, ResumePoint } from '../../hub/resume-point.ts'
import type { Fanout, Subscriber } from '../../hub/subscriber.ts'
import { answerRefusal, closeOf, errorFrame, refusalOf } from '../answer.ts'
import { answerCommand } from '../command.ts'
import type { AddressLimits } from '../limits/address-limits.ts'
import type { Slot } from '../limits/connections.ts'
import type { Services } from '../services.ts'
import { validate } from '../validate.ts'
import { fallBehind } from './fall-behind.ts'
import { openSubscriber } from './open-subscriber.ts'
import { type BufferedReader, SlowReaders } from './slow-readers.ts'
import { BEHIND_BYTES, type ClientConnection, close, FULL_BYTES, type Socket } from './sockets.ts'

/** Commands that wait while one is carried out; who sends more does not read the answers. */
const QUEUE = 64
const HELLO_MS = 10_000
/** So much is sent to a log with a reader whose buffer is not empty, in characters, between two looks. */
const CHECK_CHARS = 128 * 1024
/** Told from other frames without reading them: it is answered at once, and those wait for their turn. */
const PING = /^\s*\{\s*"type"\s*:\s*"ping"\s*\}\s*$/
const PONG = JSON.stringify({ type: 'pong' })

/** `/api/v1/socket`: commands and their answers, events, resume. */
export class WebSocketTransport implements Fanout {
  readonly services: Services
  readonly addressLimits: AddressLimits
  readonly #connections = new Set<WebSocketConnection>()
  readonly slowReaders = new SlowReaders()
  #server: Server<ClientConnection> | undefined
  #uncheckedChars = 0
  #idle: (() => void) | undefined
  /** Commands being carried out. */
  running = 0
  stopping = false

  constructor(services: Services, addressLimits: AddressLimits) {
    this.services = services
    this.addressLimits = addressLimits
    services.hub.addFanout(this)
  }

  /** Where `publish` goes. */
  bind(server: Server<ClientConnection>): void {
    this.#server = server
  }

  readonly upgrade = async (
    request: Request,
    server: Server<ClientConnection>,
  ): Promise<Response | undefined> => {
    try {
      const caller = await this.services.authenticator.listener(request)
      if (this.stopping) throw new Refusal('unavailable')
      const slot = this.addressLimits.open(request, server as Server<never>)
      if (server.upgrade(request, { data: new WebSocketConnection(this, caller, slot) }))
        return undefined
      slot.close()
      throw new Refusal(
        'invalid_input',
        'This address takes WebSocket connections only: send Upgrade: websocket',
      )
    } catch (error) {
      return answerRefusal(refusalOf(error, this.services))
    }
  }

  opened(connection: WebSocketConnection): void {
    this.#connections.add(connection)
  }

  gone(connection: WebSocketConnection): void {
    this.#connections.delete(connection)
    this.slowReaders.delete(connection)
  }

  publish(event: EncodedEvent): void {
    this.#send(event.log, event.text)
  }

  sendEphemeral(log: LogId, signal: string): void {
    this.#send(log, signal)
  }

  /** How many are connected. */
  get count(): number {
    return this.#connections.size
  }

  subscriberCount(log: LogId): number {
    return this.#server?.subscriberCount(log) ?? 0
  }

  /** Once a second: slow readers, tokens that ended, and who never said hello. */
  sweep(): void {
    this.slowReaders.check()
    const now = performance.now()
    for (const connection of this.#connections) connection.sweep(now)
  }

  commandEnded(): void {
    this.running--
    if (this.running === 0) this.#idle?.()
  }

  /** Takes no more commands, finishes those that were begun, tells everyone to come back. */
  async stop(): Promise<void> {
    this.stopping = true
    // A replay lasts as long as its reader takes.
    for (const connection of this.#connections)
      if (!connection.isLive) connection.end('unavailable')
    if (this.running > 0) await new Promise<void>((resolve) => (this.#idle = resolve))
    for (const connection of this.#connections) connection.end('unavailable')
  }

  #send(log: LogId, text: string): void {
    // Bun says 0 or less when a listener's buffer is not empty, and when nobody listens.
    if ((this.#server?.publish(log, text, false) ?? 0) > 0) return
    this.#uncheckedChars += text.length
    if (this.#uncheckedChars < CHECK_CHARS) return
    this.#uncheckedChars = 0
    for (const connection of this.#connections) connection.checkBackpressure()
  }
}

/** One client. Its commands are carried out in order, one at a time. */
export class WebSocketConnection implements Subscriber, ClientConnection, BufferedReader {
  readonly slot: Slot
  readonly #transport: WebSocketTransport
  #socket: Socket | undefined
  #caller: Caller | undefined
  #state: 'opening' | 'live' | 'closed' = 'opening'
  /** By when there must be a hello; afterwards, when the token ends; by `performance.now()`. */
  #until = performance.now() + HELLO_MS
  #greeted = false
  #busy = false
  #frames: (string | Buffer)[] | undefined
  #drained: (() => void)[] | undefined

  constructor(transport: WebSocketTransport, caller: Caller | undefined, slot: Slot) {
    this.#transport = transport
    this.slot = slot
    this.#caller = caller
  }

  get user(): UserId {
    if (this.#caller === undefined) throw new Error('a subscriber before its hello')
    return this.#caller.user.id
  }

  get isClosed(): boolean {
    return this.#state === 'closed'
  }

  get isLive(): boolean {
    return this.#state === 'live'
  }

  get waiting(): number {
    return this.#socket?.getBufferedAmount() ?? 0
  }

  get isFull(): boolean {
    return this.waiting > FULL_BYTES
  }

  opened(socket: Socket): void {
    this.#socket = socket
    this.#transport.opened(this)
  }

  send(event: EncodedEvent): void {
    this.#write(event.text)
  }

  drained(): Promise<void> {
    if (this.isClosed || !this.isFull) return Promise.resolve()
    this.#transport.slowReaders.add(this)
    return new Promise((resolve) => {
      this.#drained ??= []
      this.#drained.push(resolve)
    })
  }

  subscribe(log: LogId): void {
    this.#socket?.subscribe(log)
  }

  unsubscribe(log: LogId): void {
    this.#socket?.unsubscribe(log)
  }

  unsubscribeAll(): readonly LogId[] {
    const logs = (this.#socket?.subscriptions ?? []) as LogId[]
    for (const log of logs) this.unsubscribe(log)
    return logs
  }

  isSubscribed(log: LogId): boolean {
    return this.#socket?.isSubscribed(log) ?? false
  }

  drain(): void {
    if (this.isFull) return
    this.#transport.slowReaders.delete(this)
    this.#release()
  }

  gone(): void {
    if (this.isClosed) return
    const wasLive = this.isLive
    this.#state = 'closed'
    this.#frames = undefined
    this.#release()
    this.#transport.gone(this)
    if (wasLive) this.#transport.services.hub.detach(this)
  }

  /** Not for what may be lost alone. */
  disconnect(): void {
    if (this.#transport.services.hub.hasUnsent(this)) this.end('unavailable')
  }

  /** What waits in its buffer is bounded: with too much it leaves its logs, and reads at its own pace. */
  checkBackpressure(): void {
    if (this.isLive && this.waiting > BEHIND_BYTES) void fallBehind(this.#transport.services, this)
  }

  sweep(now: number): void {
    if (now >= this.#until) this.end(this.#greeted ? 'token_expired' : 'hello_late')
  }

  end(code: RefusalCode): void {
    if (!this.isClosed && this.#socket !== undefined) close(this.#socket, closeOf(code), code)
  }

  /** Bun does not wait for a frame to be dealt with before it brings the next. */
  receive(frame: string | Buffer): void {
    if (this.#transport.stopping || this.isClosed) return
    if (this.isLive && PING.test(String(frame))) return this.#pong()
    if (this.#busy) {
      this.#frames ??= []
      if (this.#frames.push(frame) > QUEUE) this.end('rate_limited')
    } else void this.#work(frame)
  }

  async #work(frame: string | Buffer | undefined): Promise<void> {
    this.#busy = true
    this.#transport.running++
    for (; frame !== undefined; frame = this.#frames?.shift()) {
      const turn = this.#caller && this.#transport.services.rateLimiter.turn(this.user)
      if (turn !== undefined) await turn
      if (this.isClosed) break
      const reply = this.#read(frame)
      if (reply !== undefined) await reply
      if (this.isFull) await this.#drainedIdle()
    }
    if (this.#frames?.length === 0) this.#frames = undefined
    this.#busy = false
    this.#transport.commandEnded()
  }

  #release(): void {
    const drained = this.#drained ?? []
    this.#drained = undefined
    for (const resolve of drained) resolve()
  }

  /** Answers that nobody reads are not followed by more. Nothing is being carried out meanwhile. */
  async #drainedIdle(): Promise<void> {
    this.#transport.commandEnded()
    await this.drained()
    this.#transport.running++
  }

  /** What cannot be read, or comes out of turn, ends the connection: the client is not one of ours. */
  #read(raw: string | Buffer): Promise<void> | undefined {
    try {
      const frame = parseFrame(raw)
      if (frame.type === 'hello') return this.#hello(frame)
      if (!this.isLive) throw new Refusal('hello_missing')
      if (frame.type === 'command') return this.#command(frame)
      this.#pong()
    } catch (error) {
      this.#refuse(error)
      return undefined
    }
  }

  async #hello({
    token,
    cursor,
    received,
  }: Extract<ClientFrame, { type: 'hello' }>): Promise<void> {
    try {
      if (this.#greeted)
        throw new Refusal('invalid_frame', 'hello was received already: send it once')
      const { authenticator } = this.#transport.services
      const caller = token === undefined ? this.#caller : await authenticator.token(token)
      if (caller === undefined) throw new Refusal('unauthenticated')
      if (this.isClosed) return
      this.slot.enter(caller.user.id)
      this.#caller = caller
      this.#greeted = true
      this.#until = caller.endsAt
      const live = await this.#catchUp({
        cursor,
        received: new Map(Object.entries(received ?? {})),
      })
      if (this.isClosed) return
      this.#state = 'live'
      const ready = {
        user: caller.user,
        cursor: live.cursor,
        received: Object.fromEntries(live.received),
      }
      this.#write(JSON.stringify({ type: 'ready', ...ready }))
    } catch (error) {
      this.#refuse(error)
    }
  }

  async #catchUp(since: ResumePoint): Promise<LivePosition> {
    const joined = await openSubscriber(this.#transport.services, this, since)
    if (!('reset' in joined)) return joined
    this.#write(JSON.stringify({ type: 'reset', reason: joined.reset }))
    return this.#catchUp({ cursor: undefined, received: new Map() })
  }

  async #command({ id, name, input }: Extract<ClientFrame, { type: 'command' }>): Promise<void> {
    const { services } = this.#transport
    try {
      if (!isCommand(name)) throw new Refusal('unknown_command')
      const { asker, cost }: Op = COMMANDS[name]
      if (asker === 'anyone') this.#transport.addressLimits.takeOf(this.slot.address, cost)
      const { text } = await answerCommand(services, name, this.#caller, input ?? {})
      this.#write(`{"type":"result","id":${id},"result":${text}}`)
    } catch (error) {
      this.#write(errorFrame(refusalOf(error, services), id))
    }
  }

  /** What waits for a full reader is a sign of life already. */
  #pong(): void {
    if (!this.isFull) this.#write(PONG)
  }

  #refuse(error: unknown): void {
    const refusal = refusalOf(error, this.#transport.services)
    this.#write(errorFrame(refusal))
    this.end(refusal.code)
  }

  #write(text: string): void {
    if (this.isClosed) return
    // Corked, it leaves in one packet with the event that its own command was told by.
    this.#socket?.cork((socket) => socket.send(text, false))
  }
}

function parseFrame(raw: string | Buffer): ClientFrame {
  if (typeof raw !== 'string') throw new Refusal('invalid_frame', 'Frames must be text, not binary')
  return validate(ClientFrame, parseJson(raw), 'invalid_frame')
}
