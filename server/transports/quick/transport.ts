import type { Server } from 'bun'
import * as z from 'zod'
import { type Log, RoomId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { Name } from '../../../protocol/text.ts'
import { createQuickGuest } from '../../domain/guests/create-quick.ts'
import { createQuickRoom } from '../../domain/rooms/create-quick.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import type { Fanout } from '../../hub/subscriber.ts'
import { answerJson, answerRefusal, refusalOf } from '../answer.ts'
import type { AddressLimits } from '../limits/address-limits.ts'
import type { Slot } from '../limits/connections.ts'
import { SlowReaders } from '../live/slow-readers.ts'
import type { ClientConnection } from '../live/sockets.ts'
import type { Services } from '../services.ts'
import { validate } from '../validate.ts'
import { QuickConnection, type QuickConnections } from './connection.ts'
import { quickLineOf } from './lines.ts'

/** What each message of the history takes of an address's rate beside the joining: it may be 16 KiB. */
const EACH_RECALLED = 0.1

const NewRoom = z.strictObject({ name: Name })
const Joining = z.strictObject({
  name: Name,
  room: RoomId,
  history: z.coerce.number().int().min(0).max(LIMITS.pageMax).default(0),
})

/** `POST /chat` and `/chat/join`: rooms for a shell, plain text in, JSON out. */
export class QuickTransport implements Fanout, QuickConnections {
  readonly services: Services
  readonly #addressLimits: AddressLimits
  readonly #listeners = new Map<Log, Set<QuickConnection>>()
  readonly #talks = new Set<QuickConnection>()
  readonly slowReaders = new SlowReaders()
  readonly #fullConnections = new Set<QuickConnection>()
  #isStopping = false

  constructor(services: Services, addressLimits: AddressLimits) {
    this.services = services
    this.#addressLimits = addressLimits
    services.hub.addFanout(this)
  }

  readonly create = async (request: Request, server: Server<unknown>): Promise<Response> => {
    try {
      const { name: asked } = this.#read(request, server, NewRoom)
      const { id, name } = await createQuickRoom(this.services.ports.store, asked)
      return answerJson(201, { id, name })
    } catch (error) {
      return answerRefusal(refusalOf(error, this.services))
    }
  }

  readonly join = async (
    request: Request,
    server: Server<ClientConnection>,
  ): Promise<Response | undefined> => {
    let slot: Slot | undefined
    try {
      if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
        throw new Refusal(
          'invalid_input',
          'This address takes WebSocket connections only: send Upgrade: websocket',
        )
      const { name, room, history } = this.#read(request, server, Joining)
      this.#addressLimits.charge(request, server as Server<never>, history * EACH_RECALLED)
      slot = this.#addressLimits.open(request, server as Server<never>)
      const user = await createQuickGuest(this.services.ports.store, room, name)
      if (this.#isStopping) throw new Refusal('unavailable')
      const connection = new QuickConnection(this, slot, user, room, history)
      if (server.upgrade(request, { data: connection })) return undefined
      throw new Refusal(
        'invalid_input',
        'This address takes WebSocket connections only: send Upgrade: websocket',
      )
    } catch (error) {
      slot?.close()
      return answerRefusal(refusalOf(error, this.services))
    }
  }

  publish(event: EncodedEvent): void {
    const talks = this.#listeners.get(event.log)
    if (talks === undefined) return
    const telling = quickLineOf(event)
    for (const connection of talks) connection.receiveLine(telling)
    if (this.#fullConnections.size === 0) return
    for (const connection of this.#fullConnections) void connection.fallBehind()
    this.#fullConnections.clear()
  }

  markFull(connection: QuickConnection): void {
    this.#fullConnections.add(connection)
  }

  /** Once a second: slow readers. */
  sweep(): void {
    this.slowReaders.check()
  }

  sendEphemeral(): void {
    // Who types and who is there is not told here.
  }

  /** How many are connected. */
  get count(): number {
    return this.#talks.size
  }

  subscriberCount(log: Log): number {
    return this.#listeners.get(log)?.size ?? 0
  }

  came(connection: QuickConnection): void {
    this.#talks.add(connection)
  }

  enter(connection: QuickConnection): void {
    const there = this.#listeners.get(connection.room)
    if (there === undefined) this.#listeners.set(connection.room, new Set([connection]))
    else there.add(connection)
  }

  leave(connection: QuickConnection): void {
    const there = this.#listeners.get(connection.room)
    there?.delete(connection)
    if (there?.size === 0) this.#listeners.delete(connection.room)
  }

  has(connection: QuickConnection): boolean {
    return this.#listeners.get(connection.room)?.has(connection) ?? false
  }

  gone(connection: QuickConnection): void {
    this.leave(connection)
    this.#talks.delete(connection)
  }

  /** Finishes what was begun, and tells everyone to come back. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await Promise.all([...this.#talks].map((connection) => connection.end('unavailable')))
  }

  /** What stands in the query, of somebody who may ask. */
  #read<S extends z.ZodType>(request: Request, server: Server<never>, schema: S): z.output<S> {
    this.services.sites.checkPage(request)
    this.#addressLimits.take(request, server)
    return validate(schema, Object.fromEntries(new URL(request.url).searchParams))
  }
}
