import { GraphQLError, OperationTypeNode } from 'graphql'
import { makeServer } from 'graphql-ws'
import { keptNumber, parseJson, withoutMark } from '../../../../protocol/json.ts'
import { Refusal, type RefusalCode } from '../../../../protocol/refusals.ts'
import type { Caller } from '../../../domain/ports.ts'
import { closeOf, refusalOf } from '../../answer.ts'
import type { Slot } from '../../limits/connections.ts'
import { priceOfAnswer } from '../../limits/prices.ts'
import type { BufferedReader } from '../../live/slow-readers.ts'
import {
  BEHIND_BYTES,
  type ClientConnection,
  close,
  FULL_BYTES,
  type Socket,
} from '../../live/sockets.ts'
import { notBegun } from '../execution/errors.ts'
import { type Request as Asked, Operation } from '../execution/operation.ts'
import type { GraphqlServices } from './services.ts'
import { SocketSink, until } from './socket-sink.ts'
import { GraphqlSubscription } from './subscription.ts'
import { tokenIn } from './token-in.ts'

/** Operations that wait while one is carried out; who sends more does not read the answers. */
const QUEUE = 64
/** Subscriptions of one socket. */
const SUBSCRIPTIONS = 32
const HELLO_MS = 10_000
/** What waits for the end of a turn at most: more is seen only once it is in the buffer. */
const UNSENT_CHARS = 64 * 1024

/** What an operation came to, carried past the protocol's own execution. */
class Outcome {
  constructor(readonly result: Awaited<ReturnType<Operation['run']>> | AsyncGenerator<never>) {}
}

/** The words of `graphql-transport-ws`; what they do stands below. */
const PROTOCOL = makeServer<Record<string, unknown>, GraphqlSocket>({
  connectionInitWaitTimeout: HELLO_MS,
  jsonMessageReviver: keptNumber,
  onConnect: ({ extra, connectionParams }) => extra.greet(connectionParams),
  onSubscribe: ({ extra }, id, payload) => extra.begin(id, payload),
  execute: ({ contextValue }) => outcomeOf(contextValue),
  subscribe: ({ contextValue }) => outcomeOf(contextValue),
})

function outcomeOf(context: unknown): Outcome['result'] {
  if (context instanceof Outcome) return context.result
  throw new Error('an operation that was not begun here')
}

/** One client. Its operations are carried out in order, one at a time; subscriptions go on beside them. */
export class GraphqlSocket implements ClientConnection, BufferedReader {
  readonly #place: GraphqlServices
  readonly #protocol: string
  readonly slot: Slot
  #caller: Caller | undefined
  #socket: Socket | undefined
  #receive: ((frame: string) => Promise<void>) | undefined
  #gone: ((code: number, reason: string) => Promise<void>) | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #waiting = 0
  readonly #listeners = new Set<GraphqlSubscription>()
  #unsent: string[] = []
  #unsentChars = 0
  #drained: (() => void)[] = []
  closed = false

  constructor(place: GraphqlServices, protocol: string, caller: Caller | undefined, slot: Slot) {
    this.#place = place
    this.slot = slot
    this.#protocol = protocol
    this.#caller = caller
  }

  opened(socket: Socket): void {
    this.#socket = socket
    this.#place.subscribers.sockets.add(this)
    this.#gone = PROTOCOL.opened(
      {
        protocol: this.#protocol,
        send: (text) => this.#send(text),
        close: (code, reason) => this.#close(code ?? 1000, reason ?? ''),
        onMessage: (receive) => {
          this.#receive = receive
        },
      },
      this,
    )
  }

  receive(frame: string | Buffer): void {
    if (typeof frame !== 'string') return this.#close(4400, 'invalid_frame')
    // graphql-ws reads it for itself: what no transport takes is refused before.
    try {
      parseJson(frame)
    } catch (error) {
      return this.end(refusalOf(error, this.#place.services).code)
    }
    this.#receive?.(withoutMark(frame)).catch((error) => {
      // The client said what only a server says.
      if (String(error).includes('Unexpected message')) return this.#close(4400, 'invalid_frame')
      this.end(refusalOf(error, this.#place.services).code)
    })
  }

  drain(): void {
    if (this.full) return
    this.#place.subscribers.slowReaders.delete(this)
    this.#release()
  }

  gone(): void {
    this.closed = true
    this.#release()
    this.#place.subscribers.sockets.delete(this)
    this.#place.subscribers.slowReaders.delete(this)
    void this.#gone?.(1000, '')
    this.#gone = undefined
  }

  get full(): boolean {
    return this.waiting > FULL_BYTES
  }

  get waiting(): number {
    return this.#socket?.getBufferedAmount() ?? 0
  }

  disconnect(): void {
    this.end('unavailable')
  }

  fallBehind(): void {
    for (const listener of this.#listeners) void listener.fallBehind()
  }

  /** Of one turn of the event loop everything goes out together; of a replay, what a buffer should see. */
  write(text: string): void {
    this.#unsentChars += text.length
    if (this.#unsent.push(text) === 1) this.#place.subscribers.soon(this)
    if (this.#unsentChars > UNSENT_CHARS) this.flush()
  }

  flush(): void {
    const unsent = this.#unsent
    this.#unsent = []
    this.#unsentChars = 0
    if (this.closed || unsent.length === 0) return
    const [one = ''] = unsent
    if (unsent.length === 1) this.#socket?.send(one, false)
    else
      this.#socket?.cork((socket) => {
        for (const text of unsent) socket.send(text, false)
      })
    if (this.waiting > BEHIND_BYTES) this.#place.subscribers.markFull(this)
  }

  sweep(now: number): void {
    if (this.#caller !== undefined && now >= this.#caller.endsAt) this.end('token_expired')
  }

  /** Resolves when what was begun has been carried out. */
  async idle(): Promise<void> {
    // Nobody waits for a reader any more.
    this.#release()
    await this.#turn
  }

  end(code: RefusalCode): void {
    this.#close(closeOf(code), code)
  }

  /** Says who it is: in the first message, where the upgrade did not. False is 4403. */
  async greet(params: Readonly<Record<string, unknown>> | undefined): Promise<boolean> {
    try {
      const token = tokenIn(params)
      if (token !== undefined) this.#caller = await this.#place.services.authenticator.token(token)
      if (this.#caller === undefined) return false
      this.slot.enter(this.#caller.user.id)
      return true
    } catch (error) {
      this.end(refusalOf(error, this.#place.services).code)
      return false
    }
  }

  /** Carries an operation out in its turn. What refuses it is told at once. */
  begin(id: string, asked: Asked) {
    if (++this.#waiting > QUEUE) this.end('rate_limited')
    const turn = this.#turn.then(async () => {
      try {
        // Answers that nobody reads are not followed by more.
        if (this.full && !this.#place.subscribers.stopping) await this.drained()
        if (this.closed) return [new GraphQLError('closed')]
        return await this.#carryOut(id, asked)
      } catch (error) {
        return notBegun(error, this.#place.services).errors
      } finally {
        this.#waiting--
      }
    })
    this.#turn = turn
    return turn
  }

  async #carryOut(id: string, asked: Asked) {
    const { services, documents, subscribers } = this.#place
    const payByAddress = (cost: number) => this.#place.addressLimits.takeOf(this.slot.address, cost)
    const asking = { caller: this.#caller, payByAddress }
    await (this.#caller === undefined
      ? this.#place.addressLimits.rateLimiter.turn(this.slot.address)
      : services.rateLimiter.turn(this.#caller.user.id))
    const operation = new Operation(services, documents, asked, asking)
    const { schema } = documents
    const { document } = operation
    const args = { schema, document, operationName: asked.operationName ?? null }
    if (operation.kind !== OperationTypeNode.SUBSCRIPTION)
      return { ...args, contextValue: new Outcome(await operation.run()) }
    if (this.#listeners.size >= SUBSCRIPTIONS)
      throw new Refusal(
        'too_many',
        `A socket can have ${SUBSCRIPTIONS} subscriptions: complete one first`,
      )
    if (this.#caller === undefined) throw new Refusal('unauthenticated')
    const { target, shape } = await operation.listen()
    const ended = Promise.withResolvers<IteratorResult<never>>()
    const sink = new SocketSink(this, id, () => ended.resolve({ done: true, value: undefined }))
    const listener = new GraphqlSubscription(
      subscribers,
      this.#caller,
      target,
      subscribers.shapeOf(shape),
      sink,
    )
    await listener.begin()
    this.#listeners.add(listener)
    void ended.promise.then(() => this.#listeners.delete(listener))
    const stop = async (): Promise<IteratorResult<never>> => {
      listener.detach()
      sink.complete()
      return ended.promise
    }
    return { ...args, contextValue: new Outcome(until(ended.promise, stop)) }
  }

  drained(): Promise<void> {
    if (this.closed || !this.full) return Promise.resolve()
    this.#place.subscribers.slowReaders.add(this)
    return new Promise((resolve) => this.#drained.push(resolve))
  }

  #release(): void {
    for (const drained of this.#drained.splice(0)) drained()
  }

  #send(text: string): void {
    const { rateLimiter } = this.#place.services
    if (this.#caller !== undefined)
      rateLimiter.charge(this.#caller.user.id, priceOfAnswer(text.length))
    this.write(text)
    this.flush()
  }

  #close(code: number, reason: string): void {
    if (this.closed) return
    this.flush()
    this.closed = true
    if (this.#socket !== undefined) close(this.#socket, code, reason)
  }
}
