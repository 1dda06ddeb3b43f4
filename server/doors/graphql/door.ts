import type { Server } from 'bun'
import type { Log } from '../../../protocol/ids.ts'
import type { Encoded } from '../../hub/encoded.ts'
import type { Outlet } from '../../hub/hub.ts'
import type { House } from '../door.ts'
import type { Flood } from '../flood.ts'
import type { Talk } from '../sockets.ts'
import { Documents } from './documents.ts'
import { answerHttp } from './http.ts'
import type { Listener } from './listener.ts'
import type { ShapeOf } from './operation.ts'
import { KnownOperations } from './operations.ts'
import { makeSchema } from './schema.ts'
import { Shape } from './shape.ts'
import { type GraphqlSocket, upgrade } from './socket.ts'
import type { GraphqlStream } from './stream.ts'

/** A quiet stream says something, so that proxies and dead peers are noticed. */
const COMMENT_MS = 15_000
/** How soon after the first sign of a slow reader its buffer is looked at. */
const LOOK_MS = 50

export type GraphqlOptions = {
  /** Whether the schema may be asked for. It is printed in docs/api/schema.graphql in any case. */
  readonly introspection: boolean
  /** The app's own operations, said by their hash; `only`: no others. */
  readonly operations: readonly string[]
  readonly only: boolean
}

/** `/graphql`: queries, mutations and subscriptions, over HTTP, event streams and sockets. */
export class GraphqlDoor implements Outlet {
  readonly house: House
  readonly documents: Documents
  readonly strangers: Flood
  readonly #listeners = new Map<Log, Set<Listener>>()
  readonly #shapes = new Map<string, Shape>()
  readonly #sockets = new Set<GraphqlSocket>()
  readonly #streams = new Set<GraphqlStream>()
  readonly #comments: Timer
  #unsent: GraphqlSocket[] = []
  #looking = false
  stopping = false

  constructor(house: House, strangers: Flood, options: GraphqlOptions) {
    const { introspection, operations, only } = options
    this.house = house
    this.strangers = strangers
    this.documents = new Documents(
      makeSchema(),
      new KnownOperations(operations, only),
      introspection,
    )
    house.hub.addOutlet(this)
    this.#comments = setInterval(() => {
      for (const stream of this.#streams) stream.comment()
    }, COMMENT_MS)
  }

  readonly routes = {
    GET: async (request: Request, server: Server<Talk>): Promise<Response | undefined> =>
      request.headers.get('upgrade') === null
        ? answerHttp(this, request, server)
        : upgrade(this, request, server),
    POST: async (request: Request, server: Server<Talk>): Promise<Response | undefined> =>
      answerHttp(this, request, server),
  }

  publish(event: Encoded): void {
    for (const listener of this.#listeners.get(event.log) ?? []) listener.send(event)
  }

  pass(log: Log, signal: string): void {
    for (const listener of this.#listeners.get(log) ?? []) listener.pass(signal)
  }

  hasListeners(log: Log): boolean {
    return this.#listeners.has(log)
  }

  join(log: Log, listener: Listener): void {
    const there = this.#listeners.get(log)
    if (there === undefined) this.#listeners.set(log, new Set([listener]))
    else there.add(listener)
  }

  leave(log: Log, listener: Listener): void {
    const there = this.#listeners.get(log)
    there?.delete(listener)
    if (there?.size === 0) this.#listeners.delete(log)
  }

  /** The same for all who ask in the same words. */
  shapeOf(asked: ShapeOf): Shape {
    const shape = this.#shapes.get(asked.key) ?? new Shape(asked)
    this.#shapes.set(asked.key, shape)
    shape.listeners++
    return shape
  }

  gone(shape: Shape): void {
    if (--shape.listeners === 0) this.#shapes.delete(shape.key)
  }

  /** What one turn of the event loop says to a socket leaves in one write. */
  soon(socket: GraphqlSocket): void {
    if (this.#unsent.push(socket) > 1) return
    queueMicrotask(() => {
      const unsent = this.#unsent
      this.#unsent = []
      for (const each of unsent) each.flush()
    })
  }

  /** Somebody reads slowly: soon, who has too much waiting is sent away. */
  look(): void {
    if (this.#looking) return
    this.#looking = true
    setTimeout(() => {
      this.#looking = false
      for (const socket of this.#sockets) socket.sendAwayIfSlow()
    }, LOOK_MS)
  }

  came(one: GraphqlSocket | GraphqlStream): void {
    if ('flush' in one) this.#sockets.add(one)
    else this.#streams.add(one)
  }

  left(one: GraphqlSocket | GraphqlStream): void {
    if ('flush' in one) this.#sockets.delete(one)
    else this.#streams.delete(one)
  }

  /** Once a second: tokens that ended. */
  sweep(): void {
    const now = Date.now()
    for (const one of this.#all()) one.sweep(now)
  }

  /** Takes no more, finishes what was begun, tells everyone to come back. */
  async stop(): Promise<void> {
    this.stopping = true
    clearInterval(this.#comments)
    await Promise.all([...this.#sockets].map((socket) => socket.idle()))
    for (const one of this.#all()) one.end('unavailable')
  }

  #all(): (GraphqlSocket | GraphqlStream)[] {
    return [...this.#sockets, ...this.#streams]
  }
}
