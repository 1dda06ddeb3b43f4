import type { Server } from 'bun'
import { isCommand } from '../../protocol/commands.ts'
import { ClientFrame } from '../../protocol/frames.ts'
import type { Log as LogId, UserId } from '../../protocol/ids.ts'
import { Refusal, type RefusalCode } from '../../protocol/refusals.ts'
import type { Caller } from '../domain/ports.ts'
import type { Encoded } from '../hub/encoded.ts'
import { type Live, listen, type Since } from '../hub/listen.ts'
import type { Outlet, Wire } from '../hub/wire.ts'
import { answerRefusal, closeOf, errorFrame, refusalOf } from './answer.ts'
import { invalid, runCommand } from './command.ts'
import type { House } from './door.ts'
import { parseJson } from './json.ts'
import { checkHost } from './origin.ts'
import type { Socket, Talk } from './sockets.ts'

/** Commands that wait while one is carried out; who sends more does not read the answers. */
const QUEUE = 64
const HELLO_MS = 10_000
/** A replay waits while more than this is on its way to a client. */
const REPLAY_BYTES = 256 * 1024
/** A live connection with more than this is sent away, to come back when it can. */
const SLOW_BYTES = 512 * 1024
/** How soon after the first sign of a slow reader its buffer is looked at. */
const LOOK_MS = 50
/** How much that may be lost goes to slow readers, in characters, before their buffers are looked at. */
const PASSED_CHARS = 32 * 1024
/** The same for events: in any script so many and SLOW_BYTES stay below what Bun cuts without a word. */
const TOLD_CHARS = 256 * 1024

/** `/api/v1/socket`: commands and their answers, events, resume. */
export class SocketDoor implements Outlet {
  readonly house: House
  readonly #connections = new Set<Connection>()
  /** Those whose buffers were too full, when they were last looked at, for what may be lost. */
  readonly #slow = new Set<Connection>()
  #server: Server<Talk> | undefined
  #looking = false
  #passed = 0
  #told = 0
  #idle: (() => void) | undefined
  /** Commands being carried out. */
  running = 0
  stopping = false

  constructor(house: House) {
    this.house = house
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
      checkHost(request)
      const caller = await this.house.callerOf.listener(request)
      if (this.stopping) throw new Refusal('unavailable')
      if (server.upgrade(request, { data: new Connection(this, caller) })) return undefined
      throw new Refusal('invalid_input', 'This address speaks WebSocket')
    } catch (error) {
      return answerRefusal(refusalOf(error, this.house.log))
    }
  }

  opened(connection: Connection): void {
    this.#connections.add(connection)
  }

  gone(connection: Connection): void {
    this.#connections.delete(connection)
    this.#slow.delete(connection)
  }

  hasRoom(connection: Connection): void {
    this.#slow.delete(connection)
  }

  publish(event: Encoded): void {
    const sent = this.#server?.publish(event.log, event.text, false) ?? 0
    // 0 also says that nobody listens: a look at nothing costs nothing.
    if (sent > 0) return
    this.#told += event.text.length
    if (this.#told > TOLD_CHARS) this.#lookNow()
    else this.look()
  }

  /** Who reads slowly steps aside for a moment: it is told events alone, and sent away for them alone. */
  pass(log: LogId, signal: string): void {
    const spared: Connection[] = []
    for (const connection of this.#slow) if (connection.hears(log)) spared.push(connection)
    for (const connection of spared) connection.leave(log)
    const sent = this.#server?.publish(log, signal, false) ?? 0
    for (const connection of spared) connection.join(log)
    if (sent > 0) return
    this.#passed += signal.length
    if (this.#passed > PASSED_CHARS) this.#lookNow()
    else this.look()
  }

  /** How many are connected. */
  get count(): number {
    return this.#connections.size
  }

  hasListeners(log: LogId): boolean {
    return (this.#server?.subscriberCount(log) ?? 0) > 0
  }

  /** Somebody reads slowly: soon, who has too much waiting is sent away. */
  look(): void {
    if (this.#looking || this.#connections.size === 0) return
    this.#looking = true
    setTimeout(() => {
      this.#looking = false
      this.#lookNow()
    }, LOOK_MS)
  }

  #lookNow(): void {
    this.#passed = 0
    this.#told = 0
    for (const connection of this.#connections) {
      connection.sendAwayIfSlow()
      if (!connection.closed && connection.full) this.#slow.add(connection)
    }
  }

  /** Once a second: tokens that ended, and who never said hello. */
  sweep(): void {
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
    if (this.running > 0) await new Promise<void>((resolve) => (this.#idle = resolve))
    for (const connection of this.#connections) connection.end('unavailable')
  }
}

/** One client. Its commands are carried out in order, one at a time. */
export class Connection implements Wire, Talk {
  readonly #door: SocketDoor
  #socket: Socket | undefined
  #caller: Caller | undefined
  #state: 'opening' | 'live' | 'closed' = 'opening'
  /** By when there must be a hello; afterwards, when the token ends; by `performance.now()`. */
  #until = performance.now() + HELLO_MS
  #greeted = false
  #busy = false
  #frames: (string | Buffer)[] | undefined
  #drained: (() => void) | undefined

  constructor(door: SocketDoor, caller: Caller | undefined) {
    this.#door = door
    this.#caller = caller
  }

  get user(): UserId {
    if (this.#caller === undefined) throw new Error('a wire before its hello')
    return this.#caller.user.id
  }

  get closed(): boolean {
    return this.#state === 'closed'
  }

  get full(): boolean {
    return (this.#socket?.getBufferedAmount() ?? 0) > REPLAY_BYTES
  }

  opened(socket: Socket): void {
    this.#socket = socket
    this.#door.opened(this)
  }

  send(event: Encoded): void {
    this.#say(event.text)
  }

  drained(): Promise<void> {
    return this.closed ? Promise.resolve() : new Promise((resolve) => (this.#drained = resolve))
  }

  join(log: LogId): void {
    this.#socket?.subscribe(log)
  }

  leave(log: LogId): void {
    this.#socket?.unsubscribe(log)
  }

  hears(log: LogId): boolean {
    return this.#socket?.isSubscribed(log) ?? false
  }

  drain(): void {
    if (this.full) return
    this.#drained?.()
    this.#drained = undefined
    this.#door.hasRoom(this)
  }

  gone(): void {
    const wasLive = this.#state === 'live'
    this.#state = 'closed'
    this.#frames = undefined
    this.#drained?.()
    this.#door.gone(this)
    if (wasLive) this.#door.house.hub.detach(this)
  }

  sendAwayIfSlow(): void {
    if ((this.#socket?.getBufferedAmount() ?? 0) > SLOW_BYTES) this.end('unavailable')
  }

  sweep(now: number): void {
    if (now >= this.#until) this.end(this.#greeted ? 'token_expired' : 'hello_late')
  }

  /** Bun's close flushes what was sent before it, then says why. */
  end(code: RefusalCode): void {
    if (!this.closed) this.#socket?.close(closeOf(code), code)
  }

  /** Bun does not wait for a frame to be dealt with before it brings the next. */
  receive(frame: string | Buffer): void {
    if (this.#door.stopping || this.closed) return
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
    }
    if (this.#frames?.length === 0) this.#frames = undefined
    this.#busy = false
    this.#door.commandEnded()
  }

  /** What cannot be read, or comes out of turn, ends the connection: the client is not one of ours. */
  #read(raw: string | Buffer): Promise<void> | undefined {
    try {
      const frame = parseFrame(raw)
      if (frame.type === 'hello') return this.#hello(frame)
      if (this.#state !== 'live') throw new Refusal('hello_missing')
      return this.#command(frame)
    } catch (error) {
      this.#refuse(error)
      return undefined
    }
  }

  async #hello({ token, cursor, heard }: Extract<ClientFrame, { type: 'hello' }>): Promise<void> {
    try {
      if (this.#greeted) throw new Refusal('invalid_frame', 'hello is said once')
      const { callerOf } = this.#door.house
      const caller = token === undefined ? this.#caller : await callerOf.token(token)
      if (caller === undefined) throw new Refusal('unauthenticated')
      if (this.closed) return
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
    const { hub, past } = this.#door.house
    const joined = await listen(hub, past, this, since)
    if (!('reset' in joined)) return joined
    this.#say(JSON.stringify({ type: 'reset', reason: joined.reset }))
    return this.#catchUp({ cursor: undefined, heard: new Map() })
  }

  async #command({ id, name, input }: Extract<ClientFrame, { type: 'command' }>): Promise<void> {
    const { house } = this.#door
    try {
      if (!isCommand(name)) throw new Refusal('unknown_command')
      const { body } = await runCommand(house, name, this.#caller, input ?? {})
      this.#say(`{"type":"result","id":${id},"result":${JSON.stringify(body)}}`)
    } catch (error) {
      this.#say(errorFrame(refusalOf(error, house.log), id))
    }
  }

  #refuse(error: unknown): void {
    const refusal = refusalOf(error, this.#door.house.log)
    this.#say(errorFrame(refusal))
    this.end(refusal.code)
  }

  #say(text: string): void {
    if (this.closed) return
    // Corked, it leaves in one packet with the event that its own command was told by.
    const sent = this.#socket?.cork((socket) => socket.send(text, false)) ?? 0
    if (sent <= 0) this.#door.look()
  }
}

function parseFrame(raw: string | Buffer): ClientFrame {
  if (typeof raw !== 'string') throw new Refusal('invalid_frame', 'Frames are text')
  const parsed = ClientFrame.safeParse(parseJson(raw))
  if (parsed.success) return parsed.data
  throw new Refusal('invalid_frame', invalid(parsed.error).message)
}
