import type { Server } from 'bun'
import type { Log } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import type { Fanout, Subscriber } from '../../hub/subscriber.ts'
import { answerRefusal, refusalOf } from '../answer.ts'
import type { AddressLimits } from '../limits/address-limits.ts'
import type { Services } from '../services.ts'
import { visitorOf } from '../visitor.ts'
import { RunningCount } from './command-queue.ts'
import { SlowReaders } from './slow-readers.ts'
import type { ClientConnection } from './sockets.ts'
import { WebSocketConnection, type WebSocketConnections } from './websocket-connection.ts'

/** The characters that are published to readers with waiting data between two backpressure checks. */
const CHECK_CHARS = 128 * 1024

/** `/api/v1/socket`: commands and their answers, events, resume. */
export class WebSocketTransport implements Fanout, WebSocketConnections {
  readonly services: Services
  readonly addressLimits: AddressLimits
  readonly slowReaders = new SlowReaders()
  readonly running = new RunningCount()
  readonly #connections = new Set<WebSocketConnection>()
  #server: Server<ClientConnection> | undefined
  #uncheckedChars = 0
  isStopping = false

  constructor(services: Services, addressLimits: AddressLimits) {
    this.services = services
    this.addressLimits = addressLimits
    services.hub.addFanout(this)
  }

  /** Sets the server whose topics carry the events. */
  bind(server: Server<ClientConnection>): void {
    this.#server = server
  }

  readonly upgrade = async (
    request: Request,
    server: Server<ClientConnection>,
  ): Promise<Response | undefined> => {
    try {
      const caller = await this.services.authenticator.connection(request)
      if (this.isStopping) throw new Refusal('unavailable')
      const visitor = visitorOf(this.addressLimits, request, server as Server<never>)
      const slot = this.addressLimits.open(request, server as Server<never>)
      if (server.upgrade(request, { data: new WebSocketConnection(this, caller, visitor, slot) }))
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

  connected(connection: WebSocketConnection): void {
    this.#connections.add(connection)
  }

  disconnected(connection: WebSocketConnection): void {
    this.#connections.delete(connection)
  }

  publish({ log, text }: EncodedEvent, except?: ReadonlySet<Subscriber>): void {
    if (except !== undefined) this.#publishExcept(log, text, except)
    else if (this.#publish(log, text)) this.#checkBackpressure(text)
  }

  sendEphemeral(log: Log, text: string, except?: ReadonlySet<Subscriber>): void {
    if (except !== undefined) this.#publishExcept(log, text, except)
    else if (this.#publish(log, text)) this.#checkBackpressure(text)
  }

  /** Open connections. */
  get count(): number {
    return this.#connections.size
  }

  subscriberCount(log: Log): number {
    return this.#server?.subscriberCount(log) ?? 0
  }

  /** Called once a second. Ends slow readers, expired tokens, and connections without a hello. */
  sweep(): void {
    this.slowReaders.check()
    const now = performance.now()
    for (const connection of this.#connections) connection.sweep(now)
  }

  /** Accepts no more commands, finishes the running ones, and closes all connections as `unavailable`. */
  async stop(): Promise<void> {
    this.isStopping = true
    // A replay lasts as long as its reader takes.
    for (const connection of this.#connections)
      if (!connection.isLive) connection.end('unavailable')
    await this.running.idle()
    for (const connection of this.#connections) connection.end('unavailable')
  }

  /** The exceptional sockets leave the topic for the time of the call. They are back before any of them can fall behind. */
  #publishExcept(log: Log, text: string, except: ReadonlySet<Subscriber>): void {
    const sockets = [...except].filter((one) => one instanceof WebSocketConnection)
    for (const socket of sockets) socket.unsubscribe(log)
    const isWaiting = this.#publish(log, text)
    for (const socket of sockets) socket.subscribe(log)
    if (isWaiting) this.#checkBackpressure(text)
  }

  /** Whether a subscriber's buffer is not empty: Bun returns 0 or less then, and when there is no subscriber. */
  #publish(log: Log, text: string): boolean {
    return (this.#server?.publish(log, text, false) ?? 0) <= 0
  }

  #checkBackpressure({ length }: string): void {
    this.#uncheckedChars += length
    if (this.#uncheckedChars < CHECK_CHARS) return
    this.#uncheckedChars = 0
    for (const connection of this.#connections) connection.checkBackpressure()
  }
}
