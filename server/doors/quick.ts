import type { Server } from 'bun'
import * as z from 'zod'
import { type Log, RoomId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { Name } from '../../protocol/text.ts'
import { createQuickGuest } from '../domain/guests/create-quick.ts'
import { createQuickRoom } from '../domain/rooms/create-quick.ts'
import type { Encoded } from '../hub/encoded.ts'
import type { Outlet } from '../hub/wire.ts'
import { answerJson, answerRefusal, refusalOf } from './answer.ts'
import { checked } from './checked.ts'
import type { Slot } from './connections.ts'
import type { House } from './door.ts'
import { FullReaders } from './full-readers.ts'
import { tellingOf } from './quick-lines.ts'
import { type QuickHall, QuickTalk } from './quick-talk.ts'
import type { Talk } from './sockets.ts'
import type { Strangers } from './strangers.ts'

/** What each message of the history takes of an address's rate beside the joining: it may be 16 KiB. */
const EACH_RECALLED = 0.1

const NewRoom = z.strictObject({ name: Name })
const Joining = z.strictObject({
  name: Name,
  room: RoomId,
  history: z.coerce.number().int().min(0).max(LIMITS.pageMax).default(0),
})

/** `POST /chat` and `/chat/join`: rooms for a shell, plain text in, JSON out. */
export class QuickDoor implements Outlet, QuickHall {
  readonly house: House
  readonly #strangers: Strangers
  readonly #listeners = new Map<Log, Set<QuickTalk>>()
  readonly #talks = new Set<QuickTalk>()
  readonly full = new FullReaders()
  readonly #crowded = new Set<QuickTalk>()
  #isStopping = false

  constructor(house: House, strangers: Strangers) {
    this.house = house
    this.#strangers = strangers
    house.hub.addOutlet(this)
  }

  readonly create = async (request: Request, server: Server<unknown>): Promise<Response> => {
    try {
      const { name: asked } = this.#read(request, server, NewRoom)
      const { id, name } = await createQuickRoom(this.house.world.store, asked)
      return answerJson(201, { id, name })
    } catch (error) {
      return answerRefusal(refusalOf(error, this.house))
    }
  }

  readonly join = async (request: Request, server: Server<Talk>): Promise<Response | undefined> => {
    let slot: Slot | undefined
    try {
      if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
        throw new Refusal(
          'invalid_input',
          'This address takes WebSocket connections only: send Upgrade: websocket',
        )
      const { name, room, history } = this.#read(request, server, Joining)
      this.#strangers.charge(request, server as Server<never>, history * EACH_RECALLED)
      slot = this.#strangers.open(request, server as Server<never>)
      const user = await createQuickGuest(this.house.world.store, room, name)
      if (this.#isStopping) throw new Refusal('unavailable')
      const talk = new QuickTalk(this, slot, user, room, history)
      if (server.upgrade(request, { data: talk })) return undefined
      throw new Refusal(
        'invalid_input',
        'This address takes WebSocket connections only: send Upgrade: websocket',
      )
    } catch (error) {
      slot?.close()
      return answerRefusal(refusalOf(error, this.house))
    }
  }

  publish(event: Encoded): void {
    const talks = this.#listeners.get(event.log)
    if (talks === undefined) return
    const telling = tellingOf(event)
    for (const talk of talks) talk.hear(telling)
    if (this.#crowded.size === 0) return
    for (const talk of this.#crowded) void talk.fallBehind()
    this.#crowded.clear()
  }

  crowd(talk: QuickTalk): void {
    this.#crowded.add(talk)
  }

  /** Once a second: slow readers. */
  sweep(): void {
    this.full.look()
  }

  pass(): void {
    // Who types and who is there is not told here.
  }

  /** How many are connected. */
  get count(): number {
    return this.#talks.size
  }

  listeners(log: Log): number {
    return this.#listeners.get(log)?.size ?? 0
  }

  came(talk: QuickTalk): void {
    this.#talks.add(talk)
  }

  enter(talk: QuickTalk): void {
    const there = this.#listeners.get(talk.room)
    if (there === undefined) this.#listeners.set(talk.room, new Set([talk]))
    else there.add(talk)
  }

  leave(talk: QuickTalk): void {
    const there = this.#listeners.get(talk.room)
    there?.delete(talk)
    if (there?.size === 0) this.#listeners.delete(talk.room)
  }

  has(talk: QuickTalk): boolean {
    return this.#listeners.get(talk.room)?.has(talk) ?? false
  }

  gone(talk: QuickTalk): void {
    this.leave(talk)
    this.#talks.delete(talk)
  }

  /** Finishes what was begun, and tells everyone to come back. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await Promise.all([...this.#talks].map((talk) => talk.end('unavailable')))
  }

  /** What stands in the query, of somebody who may ask. */
  #read<S extends z.ZodType>(request: Request, server: Server<never>, schema: S): z.output<S> {
    this.house.sites.checkPage(request)
    this.#strangers.take(request, server)
    return checked(schema, Object.fromEntries(new URL(request.url).searchParams))
  }
}
