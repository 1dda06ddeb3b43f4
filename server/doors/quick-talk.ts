import type { User } from '../../protocol/entities.ts'
import type { Log, RoomId, UserId } from '../../protocol/ids.ts'
import { Refusal, type RefusalCode } from '../../protocol/refusals.ts'
import type { Caller } from '../domain/ports.ts'
import { useCases } from '../domain/use-cases.ts'
import type { Encoded } from '../hub/encoded.ts'
import type { Wire } from '../hub/wire.ts'
import { closeOf, refusalOf } from './answer.ts'
import { runCommand } from './command.ts'
import type { Slot } from './connections.ts'
import type { House } from './door.ts'
import { fallBehind } from './fall-behind.ts'
import type { FullReaders, Reader } from './full-readers.ts'
import { openWire } from './open-wire.ts'
import { errorLine, messageLine, type Telling, tellingOf } from './quick-lines.ts'
import { BEHIND_BYTES, close, FULL_BYTES, type Socket, type Talk } from './sockets.ts'

/** Lines that wait while one is carried out. */
const QUEUE = 64
/** How much that happens in a room while its history is being read is kept: the log tells the rest. */
const HELD = 100

/** The door, as one who came in by it sees it. */
export interface QuickHall {
  readonly house: House
  readonly full: FullReaders
  came(talk: QuickTalk): void
  enter(talk: QuickTalk): void
  leave(talk: QuickTalk): void
  has(talk: QuickTalk): boolean
  /** It is given too much: once an event has been told to everybody, it falls behind. */
  crowd(talk: QuickTalk): void
  gone(talk: QuickTalk): void
}

/**
 * One connection, and the guest who lives as long as it does: in one room, and hearing nothing else.
 * What it said before it closed is still said (`echo done | …`); then the guest leaves.
 */
export class QuickTalk implements Wire, Talk, Reader {
  readonly room: RoomId
  readonly slot: Slot
  readonly #hall: QuickHall
  readonly #caller: Caller
  readonly #history: number
  /** The seq of one's own joining, once it is heard. */
  readonly #entered = Promise.withResolvers<number>()
  readonly #over = Promise.withResolvers<void>()
  #socket: Socket | undefined
  #work = Promise.resolve()
  #waiting = 0
  #held: Telling[] | undefined
  #drained: (() => void)[] = []
  #isLive = false
  #isEnded = false
  #isGone = false
  closed = false

  constructor(hall: QuickHall, slot: Slot, user: User, room: RoomId, history: number) {
    this.#hall = hall
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
    this.#hall.came(this)
    this.#work = this.#begin()
  }

  /** One after the other, in the order in which they came. */
  receive(frame: string | Buffer): void {
    if (this.#isEnded) return
    if (++this.#waiting > QUEUE) void this.end('flood')
    else this.#work = this.#work.then(() => this.#say(frame))
  }

  hear(telling: Telling): void {
    if (this.#held === undefined) return this.#tell(telling)
    this.#entered.resolve(telling.seq)
    if (this.#held.push(telling) > HELD) this.#hall.crowd(this)
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
    this.#hall.leave(this)
    this.#hall.full.delete(this)
    this.#release()
    void this.#work.then(() => this.#leave())
  }

  get waiting(): number {
    return this.#socket?.getBufferedAmount() ?? 0
  }

  get full(): boolean {
    return this.waiting > FULL_BYTES || (this.#held?.length ?? 0) > HELD
  }

  async drained(): Promise<void> {
    while (this.full && !this.#isGone) await this.#room()
  }

  drain(): void {
    if (this.waiting > FULL_BYTES) return
    this.#hall.full.delete(this)
    this.#release()
  }

  sendAway(): void {
    void this.end('unavailable')
  }

  async fallBehind(): Promise<void> {
    const { house } = this.#hall
    if (!this.#isLive || this.#isGone || house.hub.isBehind(this)) return
    await fallBehind(house, this)
    if (!this.#isGone && !this.hears(this.room)) void this.end('forbidden')
  }

  send(event: Encoded): void {
    if (event.log === this.room) this.hear(tellingOf(event))
  }

  join(log: Log): void {
    if (log === this.room) this.#hall.enter(this)
  }

  leave(log: Log): void {
    if (log !== this.room) return
    this.#hall.leave(this)
    void this.end('forbidden') // somebody removed the guest
  }

  stepAside(): readonly Log[] {
    if (!this.hears(this.room)) return []
    this.#hall.leave(this)
    return [this.room]
  }

  hears(log: Log): boolean {
    return log === this.room && this.#hall.has(this)
  }

  async #begin(): Promise<void> {
    const { house } = this.#hall
    const { room } = this
    try {
      // Listened first, joined then: so the first thing heard is one's own joining.
      await openWire(house, this, { cursor: undefined, heard: new Map() })
      this.#isLive = true
      await runCommand(house, 'members.join', this.#caller, { room })
      if (this.#held !== undefined) await this.#recall(this.#held)
    } catch (error) {
      const refusal = this.#refuse(error)
      void this.end(refusal.code)
    }
  }

  /** What was said before, and after it what was heard since. */
  async #recall(held: readonly Telling[]): Promise<void> {
    const before = await this.#entered.promise
    if (this.#isEnded) return
    const { world } = this.#hall.house
    const input = { room: this.room, before, limit: this.#history }
    const page = await useCases['messages.list']({ ...world, caller: this.#caller, input })
    for (const message of page.messages)
      if (message.deletedAt === undefined)
        await this.#recite({ line: messageLine(message), isLast: false })
    // It grows, as long as the reader is behind.
    for (const telling of held) await this.#recite(telling)
    this.#held = undefined
    this.#release()
  }

  /** Waits until there is space for more. */
  async #recite(telling: Omit<Telling, 'seq'>): Promise<void> {
    this.#tell(telling)
    while (this.waiting > FULL_BYTES && !this.#isGone) await this.#room()
  }

  /** Resolves when there may be room. */
  #room(): Promise<void> {
    if (this.waiting > FULL_BYTES) this.#hall.full.add(this)
    return new Promise((resolve) => this.#drained.push(resolve))
  }

  #release(): void {
    for (const drained of this.#drained.splice(0)) drained()
  }

  async #say(frame: string | Buffer): Promise<void> {
    this.#waiting--
    if (this.#isEnded) return
    if (typeof frame !== 'string') return void this.end('invalid_frame')
    try {
      const input = { room: this.room, text: textOf(frame) }
      await runCommand(this.#hall.house, 'messages.send', this.#caller, input)
    } catch (error) {
      this.#refuse(error)
    }
  }

  #tell({ line, isLast }: Omit<Telling, 'seq'>): void {
    if (line !== undefined) this.#write(line)
    if (isLast) void this.end('forbidden')
  }

  #refuse(error: unknown): Refusal {
    const refusal = refusalOf(error, this.#hall.house)
    this.#write(errorLine(refusal))
    return refusal
  }

  #write(line: string): void {
    const socket = this.#socket
    if (this.#isGone || socket === undefined || socket.send(line) > 0) return
    if (this.waiting > BEHIND_BYTES) this.#hall.crowd(this)
  }

  #leave(): void {
    this.closed = true
    if (this.#isLive) this.#hall.house.hub.detach(this)
    this.#hall.gone(this)
    this.#over.resolve()
  }
}

/** A shell ends a line as files do. As on every door, no NUL: databases differ in what they do with it. */
function textOf(frame: string): string {
  if (frame.includes('\0'))
    throw new Refusal('invalid_input', 'Text may not contain NUL (U+0000): remove it')
  return frame.replace(/\r?\n$/, '')
}
