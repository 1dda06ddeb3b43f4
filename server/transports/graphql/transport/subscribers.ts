import type { Log } from '../../../../protocol/ids.ts'
import type { RefusalCode } from '../../../../protocol/refusals.ts'
import type { EncodedEvent } from '../../../hub/encoded-event.ts'
import type { Fanout, Subscriber } from '../../../hub/subscriber.ts'
import { type EventStream, startComments } from '../../live/event-stream.ts'
import { LogSubscribers } from '../../live/log-subscribers.ts'
import { SlowReaders } from '../../live/slow-readers.ts'
import type { Services } from '../../services.ts'
import type { EventEncoder } from '../execution/operation.ts'
import { ResultShape } from '../execution/result-shape.ts'

interface Connection {
  sweep(now: number): void
  end(code: RefusalCode): void
}
interface SocketConnection extends Connection {
  flush(): void
  /** Resolves when all started operations have finished. */
  idle(): Promise<void>
}
/** A connection with a full buffer: it receives the following events from the log. */
interface FullConnection {
  fallBehind(): void
}
/** A subscription that receives the events of a log. */
interface LogSubscription {
  send(event: EncodedEvent): void
  sendEphemeral(event: string): void
}

/** All connections of `/graphql`, and their subscriptions by log. */
export class GraphqlSubscribers implements Fanout {
  readonly services: Services
  readonly sockets = new Set<SocketConnection>()
  readonly streams = new Set<EventStream>()
  readonly slowReaders = new SlowReaders()
  readonly #byLog = new LogSubscribers<LogSubscription>()
  readonly #shapes = new Map<string, ResultShape>()
  readonly #comments = startComments(this.streams)
  #unsent: SocketConnection[] = []
  readonly #fullConnections = new Set<FullConnection>()
  stopping = false

  constructor(services: Services) {
    this.services = services
    services.hub.addFanout(this)
  }

  publish(event: EncodedEvent, except?: ReadonlySet<Subscriber>): void {
    for (const subscription of this.#byLog.of(event.log, except)) subscription.send(event)
    if (this.#fullConnections.size === 0) return
    for (const connection of this.#fullConnections) connection.fallBehind()
    this.#fullConnections.clear()
  }

  /** The connection falls behind once the current event was sent to all subscriptions. */
  markFull(connection: FullConnection): void {
    this.#fullConnections.add(connection)
  }

  sendEphemeral(log: Log, event: string, except?: ReadonlySet<Subscriber>): void {
    for (const subscription of this.#byLog.of(log, except)) subscription.sendEphemeral(event)
  }

  subscriberCount(log: Log): number {
    return this.#byLog.count(log)
  }

  subscribe(log: Log, subscription: LogSubscription): void {
    this.#byLog.add(log, subscription)
  }

  unsubscribe(log: Log, subscription: LogSubscription): void {
    this.#byLog.delete(log, subscription)
  }

  /** One shape for all subscriptions with the same document, operation and variables. */
  shapeOf(encoder: EventEncoder): ResultShape {
    const shape = this.#shapes.get(encoder.key) ?? new ResultShape(encoder)
    this.#shapes.set(encoder.key, shape)
    shape.subscriptions++
    return shape
  }

  releaseShape(shape: ResultShape): void {
    if (--shape.subscriptions === 0) this.#shapes.delete(shape.key)
  }

  /** Everything that is written to a socket in one turn of the event loop is sent together. */
  scheduleFlush(socket: SocketConnection): void {
    if (this.#unsent.push(socket) > 1) return
    queueMicrotask(() => {
      const unsent = this.#unsent
      this.#unsent = []
      for (const socket of unsent) socket.flush()
    })
  }

  /** Runs once a second: closes slow readers, and connections whose token has expired. */
  sweep(): void {
    this.slowReaders.check()
    const now = performance.now()
    for (const connection of this.#all()) connection.sweep(now)
  }

  /** Accepts no new connections, waits for the started operations, and ends every connection as `unavailable`. */
  async stop(): Promise<void> {
    this.stopping = true
    clearInterval(this.#comments)
    await Promise.all([...this.sockets].map((socket) => socket.idle()))
    for (const connection of this.#all()) connection.end('unavailable')
  }

  #all(): Connection[] {
    return [...this.sockets, ...this.streams]
  }
}
