import type { Server } from 'bun'
import * as z from 'zod'
import { type Log, RoomId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { DailyQuota } from '../../../protocol/nouns/daily-quotas.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { Name } from '../../../protocol/text.ts'
import { createQuickGuest } from '../../domain/guests/create-quick.ts'
import { createQuickRoom } from '../../domain/rooms/create-quick.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import type { Fanout, Subscriber } from '../../hub/subscriber.ts'
import { answerJson, answerRefusal, refusalOf } from '../answer.ts'
import type { AddressLimits } from '../limits/address-limits.ts'
import type { Slot } from '../limits/connections.ts'
import { LogSubscribers } from '../live/log-subscribers.ts'
import { SlowReaders } from '../live/slow-readers.ts'
import type { ClientConnection } from '../live/sockets.ts'
import type { Services } from '../services.ts'
import { validate } from '../validate.ts'
import { QuickConnection, type QuickConnections } from './connection.ts'
import { quickLineOf } from './lines.ts'

/** The price of each message of the history, in addition to the join, in requests: a message may be 16 KiB. */
const HISTORY_MESSAGE_COST = 0.1

const CreateInput = z.strictObject({ name: Name })
const JoinInput = z.strictObject({
  name: Name,
  room: RoomId,
  history: z.coerce.number().int().min(0).max(LIMITS.pageMax).default(0),
})

/** `POST /chat` and `/chat/join`: rooms for a shell, with plain text in and JSON out. */
export class QuickTransport implements Fanout, QuickConnections {
  readonly services: Services
  readonly subscribers = new LogSubscribers<QuickConnection>()
  readonly slowReaders = new SlowReaders()
  readonly #addressLimits: AddressLimits
  readonly #connections = new Set<QuickConnection>()
  /** Connections that the current event has filled. */
  readonly #fullConnections = new Set<QuickConnection>()
  #isStopping = false

  constructor(services: Services, addressLimits: AddressLimits) {
    this.services = services
    this.#addressLimits = addressLimits
    services.hub.addFanout(this)
  }

  readonly create = async (request: Request, server: Server<unknown>): Promise<Response> => {
    try {
      const input = this.#readQuery(request, server, CreateInput, 'quickRoomsPerAddress')
      const { id, name } = await createQuickRoom(this.services.ports.store, input.name)
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
      const { name, room, history } = this.#readQuery(
        request,
        server,
        JoinInput,
        'guestsPerAddress',
      )
      this.#addressLimits.charge(request, server as Server<never>, history * HISTORY_MESSAGE_COST)
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

  publish(event: EncodedEvent, except?: ReadonlySet<Subscriber>): void {
    if (this.subscribers.count(event.log) === 0) return
    const line = quickLineOf(event)
    for (const connection of this.subscribers.of(event.log, except)) connection.receiveLine(line)
    if (this.#fullConnections.size === 0) return
    for (const connection of this.#fullConnections) void connection.fallBehind()
    this.#fullConnections.clear()
  }

  markFull(connection: QuickConnection): void {
    this.#fullConnections.add(connection)
  }

  /** Called once a second. Ends slow readers, and connections from networks that were banned. */
  sweep(): void {
    this.slowReaders.check()
    for (const connection of this.#connections)
      if (connection.slot.isNewlyBanned()) void connection.end('banned')
  }

  sendEphemeral(): void {
    // Quick rooms do not show who types or who is online.
  }

  /** Open connections. */
  get count(): number {
    return this.#connections.size
  }

  subscriberCount(log: Log): number {
    return this.subscribers.count(log)
  }

  connected(connection: QuickConnection): void {
    this.#connections.add(connection)
  }

  disconnected(connection: QuickConnection): void {
    this.subscribers.delete(connection.room, connection)
    this.#connections.delete(connection)
  }

  /** Closes all connections as `unavailable`. Resolves when all guests have left. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await Promise.all([...this.#connections].map((connection) => connection.end('unavailable')))
  }

  /** Checks the page and the address's rate, and parses the query. */
  #readQuery<S extends z.ZodType>(
    request: Request,
    server: Server<never>,
    schema: S,
    quota: DailyQuota,
  ): z.output<S> {
    this.services.sites.checkPage(request)
    this.#addressLimits.take(request, server)
    const input = validate(schema, Object.fromEntries(new URL(request.url).searchParams))
    this.#addressLimits.spend(this.#addressLimits.networkOf(request, server), [quota])
    return input
  }
}
