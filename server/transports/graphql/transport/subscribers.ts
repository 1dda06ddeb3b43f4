import type { Log } from '../../../../protocol/ids.ts'
import type { RefusalCode } from '../../../../protocol/refusals.ts'
import type { EncodedEvent } from '../../../hub/encoded-event.ts'
import type { Fanout } from '../../../hub/subscriber.ts'
import { SlowReaders } from '../../live/slow-readers.ts'
import type { Services } from '../../services.ts'
import type { ShapeOf } from '../execution/operation.ts'
import { ResultShape } from '../execution/result-shape.ts'

/** A quiet stream says something, so that proxies and dead peers are noticed. */
const COMMENT_MS = 15_000

/** Somebody who is connected. */
interface Connected {
  sweep(now: number): void
  end(code: RefusalCode): void
}
interface OnSocket extends Connected {
  flush(): void
  /** Resolves when what was begun has been carried out. */
  idle(): Promise<void>
}
interface OnStream extends Connected {
  comment(): void
}
/** A connection that is given too much: the log tells it the rest. */
interface FullConnection {
  fallBehind(): void
}
interface LogListener {
  send(event: EncodedEvent): void
  pass(signal: string): void
}

/** Everyone who is connected to `/graphql`, and what they listen to. */
export class GraphqlSubscribers implements Fanout {
  readonly services: Services
  readonly sockets = new Set<OnSocket>()
  readonly streams = new Set<OnStream>()
  readonly slowReaders = new SlowReaders()
  readonly #listeners = new Map<Log, Set<LogListener>>()
  readonly #shapes = new Map<string, ResultShape>()
  readonly #comments: Timer
  #unsent: OnSocket[] = []
  readonly #fullConnections = new Set<FullConnection>()
  stopping = false

  constructor(services: Services) {
    this.services = services
    services.hub.addFanout(this)
    this.#comments = setInterval(() => {
      for (const stream of this.streams) stream.comment()
    }, COMMENT_MS)
  }

  publish(event: EncodedEvent): void {
    for (const listener of this.#listeners.get(event.log) ?? []) listener.send(event)
    if (this.#fullConnections.size === 0) return
    for (const each of this.#fullConnections) each.fallBehind()
    this.#fullConnections.clear()
  }

  /** Once the event has been told to everybody. */
  markFull(connection: FullConnection): void {
    this.#fullConnections.add(connection)
  }

  sendEphemeral(log: Log, signal: string): void {
    for (const listener of this.#listeners.get(log) ?? []) listener.pass(signal)
  }

  subscriberCount(log: Log): number {
    return this.#listeners.get(log)?.size ?? 0
  }

  join(log: Log, listener: LogListener): void {
    const there = this.#listeners.get(log)
    if (there === undefined) this.#listeners.set(log, new Set([listener]))
    else there.add(listener)
  }

  leave(log: Log, listener: LogListener): void {
    const there = this.#listeners.get(log)
    there?.delete(listener)
    if (there?.size === 0) this.#listeners.delete(log)
  }

  /** The same for all who ask in the same words. */
  shapeOf(asked: ShapeOf): ResultShape {
    const shape = this.#shapes.get(asked.key) ?? new ResultShape(asked)
    this.#shapes.set(asked.key, shape)
    shape.listeners++
    return shape
  }

  gone(shape: ResultShape): void {
    if (--shape.listeners === 0) this.#shapes.delete(shape.key)
  }

  /** What one turn of the event loop says to a socket leaves in one write. */
  soon(socket: OnSocket): void {
    if (this.#unsent.push(socket) > 1) return
    queueMicrotask(() => {
      const unsent = this.#unsent
      this.#unsent = []
      for (const each of unsent) each.flush()
    })
  }

  /** Once a second: slow readers, tokens that ended. */
  sweep(): void {
    this.slowReaders.check()
    const now = performance.now()
    for (const one of this.#all()) one.sweep(now)
  }

  /** Takes no more, finishes what was begun, tells everyone to come back. */
  async stop(): Promise<void> {
    this.stopping = true
    clearInterval(this.#comments)
    await Promise.all([...this.sockets].map((socket) => socket.idle()))
    for (const one of this.#all()) one.end('unavailable')
  }

  #all(): Connected[] {
    return [...this.sockets, ...this.streams]
  }
}
