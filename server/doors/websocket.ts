import type { Server } from 'bun'
import { COMMANDS, isCommand } from '../../protocol/commands.ts'
import { ClientFrame } from '../../protocol/frames.ts'
import type { Log as LogId, UserId } from '../../protocol/ids.ts'
import { parseJson } from '../../protocol/json.ts'
import type { Op } from '../../protocol/op.ts'
import { Refusal, type RefusalCode } from '../../protocol/refusals.ts'
import type { Caller } from '../domain/ports.ts'
import type { Encoded } from '../hub/encoded.ts'
import type { Live, Since } from '../hub/moment.ts'
import type { Outlet, Wire } from '../hub/wire.ts'
import { answerRefusal, closeOf, errorFrame, refusalOf } from './answer.ts'
import { checked } from './checked.ts'
import { answerCommand } from './command.ts'
import type { Slot } from './connections.ts'
import type { House } from './door.ts'
import { fallBehind } from './fall-behind.ts'
import { FullReaders, type Reader } from './full-readers.ts'
import { openWire } from './open-wire.ts'
import { BEHIND_BYTES, close, FULL_BYTES, type Socket, type Talk } from './sockets.ts'
import type { Strangers } from './strangers.ts'

/** Commands that wait while one is carried out; who sends more does not read the answers. */
const QUEUE = 64
const HELLO_MS = 10_000
/** So much is sent to a log with a reader whose buffer is not empty, in characters, between two looks. */
const LOOK_CHARS = 128 * 1024
/** Told from other frames without reading them: it is answered at once, and those wait for their turn. */
const PING = /^\s*\{\s*"type"\s*:\s*"ping"\s*\}\s*$/
const PONG = JSON.stringify({ type: 'pong' })

/** `/api/v1/socket`: commands and their answers, events, resume. */
export class SocketDoor implements Outlet {
  readonly house: House
  readonly strangers: Strangers
  readonly #connections = new Set<Connection>()
  readonly full = new FullReaders()
  #server: Server<Talk> | undefined
  #unlooked = 0
  #idle: (() => void) | undefined
  /** Commands being carried out. */
  running = 0
  stopping = false

  constructor(house: House, strangers: Strangers) {
    this.house = house
    this.strangers = strangers
    house.hub.addOutlet(this)
  }

  /** Where `publish` goes. */
  bind(server: Server<Talk>): void {
    this.#server = server
  }

  readonly upgrade = async (
    request: Request,
    server: Server<Talk>,
  ): Promise<Response | undefined> => {
    try {
      const caller = await this.house.callerOf.listener(request)
      if (this.stopping) throw new Refusal('unavailable')
      const slot = this.strangers.open(request, server as Server<never>)
      if (server.upgrade(request, { data: new Connection(this, caller, slot) })) return undefined
      slot.close()
      throw new Refusal(
        'invalid_input',
        'This address takes WebSocket connections only: send Upgrade: websocket',
      )
    } catch (error) {
      return answerRefusal(refusalOf(error, this.house))
    }
  }

  opened(connection: Connection): void {
    this.#connections.add(connection)
  }

  gone(connection: Connection): void {
    this.#connections.delete(connection)
    this.full.delete(connection)
  }

  publish(event: Encoded): void {
    this.#send(event.log, event.text)
  }

  pass(log: LogId, signal: string): void {
    this.#send(log, signal)
  }

  /** How many are connected. */
  get count(): number {
    return this.#connections.size
  }

  listeners(log: LogId): number {
    return this.#server?.subscriberCount(log) ?? 0
  }

  /** Once a second: slow readers, tokens that ended, and who never said hello. */
  sweep(): void {
    this.full.look()
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
    this.#unlooked += text.length
    if (this.#unlooked < LOOK_CHARS) return
    this.#unlooked = 0
    for (const connection of this.#connections) connection.look()
  }
}

/** One client. Its commands are carried out in order, one at a time. */
export class Connection implements Wire, Talk, Reader {
  readonly slot: Slot
  readonly #door: SocketDoor
  #socket: Socket | undefined
  #caller: Caller | undefined
  #state: 'opening' | 'live' | 'closed' = 'opening'
  /** By when there must be a hello; afterwards, when the token ends; by `performance.now()`. */
  #until = performance.now() + HELLO_MS
  #greeted = false
  #busy = false
  #frames: (string | Buffer)[] | undefined
  #drained: (() => void)[] | undefined

  constructor(door: SocketDoor, caller: Caller | undefined, slot: Slot) {
    this.#door = door
    this.slot = slot
    this.#caller = caller
  }

  get user(): UserId {
    if (this.#caller === undefined) throw new Error('a wire before its hello')
    return this.#caller.user.id
  }

  get closed(): boolean {
    return this.#state === 'closed'
  }

  get isLive(): boolean {
    return this.#state === 'live'
  }

  get waiting(): number {
    return this.#socket?.getBufferedAmount() ?? 0
  }

  get full(): boolean {
    return this.waiting > FULL_BYTES
  }

  opened(socket: Socket): void {
    this.#socket = socket
    this.#door.opened(this)
  }

  send(event: Encoded): void {
    this.#say(event.text)
  }

  drained(): Promise<void> {
    if (this.closed || !this.full) return Promise.resolve()
    this.#door.full.add(this)
    return new Promise((resolve) => {
      this.#drained ??= []
      this.#drained.push(resolve)
    })
  }

  join(log: LogId): void {
    this.#socket?.subscribe(log)
  }

  leave(log: LogId): void {
    this.#socket?.unsubscribe(log)
  }

  stepAside(): readonly LogId[] {
    const logs = (this.#socket?.subscriptions ?? []) as LogId[]
    for (const log of logs) this.leave(log)
    return logs
  }

  hears(log: LogId): boolean {
    return this.#socket?.isSubscribed(log) ?? false
  }

  drain(): void {
    if (this.full) return
    this.#door.full.delete(this)
    this.#release()
  }

  gone(): void {
    if (this.closed) return
    const wasLive = this.isLive
    this.#state = 'closed'
    this.#frames = undefined
    this.#release()
    this.#door.gone(this)
    if (wasLive) this.#door.house.hub.detach(this)
  }

  /** Not for what may be lost alone. */
  sendAway(): void {
    if (this.#door.house.hub.owes(this)) this.end('unavailable')
  }

  /** What waits in its buffer is bounded: with too much it leaves its logs, and reads at its own pace. */
  look(): void {
    if (this.isLive && this.waiting > BEHIND_BYTES) void fallBehind(this.#door.house, this)
  }

  sweep(now: number): void {
    if (now >= this.#until) this.end(this.#greeted ? 'token_expired' : 'hello_late')
  }

  end(code: RefusalCode): void {
    if (!this.closed && this.#socket !== undefined) close(this.#socket, closeOf(code), code)
  }

  /** Bun does not wait for a frame to be dealt with before it brings the next. */
  receive(frame: string | Buffer): void {
    if (this.#door.stopping || this.closed) return
    if (this.isLive && PING.test(String(frame))) return this.#pong()
    if (this.#busy) {
      this.#frames ??= []
      if (this.#frames.push(frame) > QUEUE) this.end('flood')
    } else void this.#work(frame)
  }

  async #work(frame: string | Buffer | undefined): Promise<void> {
    this.#busy = true
    this.#door.running++
    for (; frame !== undefined; frame = this.#frames?.shift()) {
      if (this.closed) break
      const reply = this.#read(frame)
      if (reply !== undefined) await reply
      if (this.full) await this.#drainedIdle()
    }
    if (this.#frames?.length === 0) this.#frames = undefined
    this.#busy = false
    this.#door.commandEnded()
  }

  #release(): void {
    const drained = this.#drained ?? []
    this.#drained = undefined
    for (const resolve of drained) resolve()
  }

  /** Answers that nobody reads are not followed by more. Nothing is being carried out meanwhile. */
  async #drainedIdle(): Promise<void> {
    this.#door.commandEnded()
    await this.drained()
    this.#door.running++
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

  async #hello({ token, cursor, heard }: Extract<ClientFrame, { type: 'hello' }>): Promise<void> {
    try {
      if (this.#greeted)
        throw new Refusal('invalid_frame', 'hello was received already: send it once')
      const { callerOf } = this.#door.house
      const caller = token === undefined ? this.#caller : await callerOf.token(token)
      if (caller === undefined) throw new Refusal('unauthenticated')
      if (this.closed) return
      this.slot.enter(caller.user.id)
      this.#caller = caller
      this.#greeted = true
      this.#until = caller.endsAt
      const live = await this.#catchUp({ cursor, heard: new Map(Object.entries(heard ?? {})) })
      if (this.closed) return
      this.#state = 'live'
      const ready = {
        user: caller.user,
        cursor: live.cursor,
        heard: Object.fromEntries(live.heard),
      }
      this.#say(JSON.stringify({ type: 'ready', ...ready }))
    } catch (error) {
      this.#refuse(error)
    }
  }

  async #catchUp(since: Since): Promise<Live> {
    const joined = await openWire(this.#door.house, this, since)
    if (!('reset' in joined)) return joined
    this.#say(JSON.stringify({ type: 'reset', reason: joined.reset }))
    return this.#catchUp({ cursor: undefined, heard: new Map() })
  }

  async #command({ id, name, input }: Extract<ClientFrame, { type: 'command' }>): Promise<void> {
    const { house } = this.#door
    try {
      if (!isCommand(name)) throw new Refusal('unknown_command')
      const { asker, cost }: Op = COMMANDS[name]
      if (asker === 'anyone') this.#door.strangers.takeOf(this.slot.address, cost)
      const { text } = await answerCommand(house, name, this.#caller, input ?? {})
      this.#say(`{"type":"result","id":${id},"result":${text}}`)
    } catch (error) {
      this.#say(errorFrame(refusalOf(error, house), id))
    }
  }

  /** What waits for a full reader is a sign of life already. */
  #pong(): void {
    if (!this.full) this.#say(PONG)
  }

  #refuse(error: unknown): void {
    const refusal = refusalOf(error, this.#door.house)
    this.#say(errorFrame(refusal))
    this.end(refusal.code)
  }

  #say(text: string): void {
    if (this.closed) return
    // Corked, it leaves in one packet with the event that its own command was told by.
    this.#socket?.cork((socket) => socket.send(text, false))
  }
}

function parseFrame(raw: string | Buffer): ClientFrame {
  if (typeof raw !== 'string') throw new Refusal('invalid_frame', 'Frames must be text, not binary')
  return checked(ClientFrame, parseJson(raw), 'invalid_frame')
}
