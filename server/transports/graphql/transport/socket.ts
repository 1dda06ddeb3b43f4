import { type ExecutionArgs, GraphQLError, OperationTypeNode } from 'graphql'
import { makeServer } from 'graphql-ws'
import { keptNumber, parseJson, withoutMark } from '../../../../protocol/json.ts'
import { Refusal, type RefusalCode } from '../../../../protocol/refusals.ts'
import type { Caller, Visitor } from '../../../domain/ports.ts'
import { closeOf, refusalOf } from '../../answer.ts'
import type { Slot } from '../../limits/connections.ts'
import { priceOfAnswer } from '../../limits/prices.ts'
import { CommandQueue } from '../../live/command-queue.ts'
import { SocketBuffer } from '../../live/socket-buffer.ts'
import { type ClientConnection, close, type Socket } from '../../live/sockets.ts'
import type { OperationCaller } from '../execution/context.ts'
import { rejectionOf } from '../execution/errors.ts'
import { Operation, type OperationRequest } from '../execution/operation.ts'
import type { GraphqlServices } from './services.ts'
import { emptyIterator, SocketSink } from './socket-sink.ts'
import { GraphqlSubscription } from './subscription.ts'
import { tokenIn } from './token-in.ts'

/** The most subscriptions of one socket. */
const MAX_SUBSCRIPTIONS = 32
/** How long a client can take to send `connection_init`. */
const INIT_MS = 10_000
/** The most characters that wait for the end of the turn; backpressure counts only what is in the socket's buffer. */
const UNSENT_CHARS = 64 * 1024

/** The result of an operation, passed through `graphql-ws`, which does not execute it itself. */
class Outcome {
  constructor(readonly result: Awaited<ReturnType<Operation['run']>> | AsyncGenerator<never>) {}
}

/** `graphql-ws` handles the messages of `graphql-transport-ws`; `GraphqlSocket` executes the operations. */
const PROTOCOL = makeServer<Record<string, unknown>, GraphqlSocket>({
  connectionInitWaitTimeout: INIT_MS,
  jsonMessageReviver: keptNumber,
  onConnect: ({ extra, connectionParams }) => extra.authenticate(connectionParams),
  onSubscribe: ({ extra }, id, payload) => extra.start(id, payload),
  execute: ({ contextValue }) => outcomeOf(contextValue),
  subscribe: ({ contextValue }) => outcomeOf(contextValue),
})

function outcomeOf(context: unknown): Outcome['result'] {
  if (context instanceof Outcome) return context.result
  throw new Error('The operation was not executed by GraphqlSocket')
}

/** One client connection. Its operations run in order, one at a time; its subscriptions run beside them. */
export class GraphqlSocket implements ClientConnection {
  readonly #graphql: GraphqlServices
  readonly #protocol: string
  readonly slot: Slot
  readonly #visitor: Visitor
  #caller: Caller | undefined
  #socket: Socket | undefined
  #receive: ((frame: string) => Promise<void>) | undefined
  #protocolClosed: ((code: number, reason: string) => Promise<void>) | undefined
  readonly #queue = new CommandQueue()
  readonly #buffer: SocketBuffer
  readonly #subscriptions = new Set<GraphqlSubscription>()
  #unsent: string[] = []
  #unsentChars = 0
  closed = false

  constructor(
    graphql: GraphqlServices,
    protocol: string,
    { caller, visitor }: { caller: Caller | undefined; visitor: Visitor },
    slot: Slot,
  ) {
    this.#graphql = graphql
    this.slot = slot
    this.#protocol = protocol
    this.#caller = caller
    this.#visitor = visitor
    this.#buffer = new SocketBuffer(graphql.subscribers.slowReaders, () => this.end('unavailable'))
  }

  opened(socket: Socket): void {
    this.#socket = socket
    this.#buffer.open(socket)
    this.#graphql.subscribers.sockets.add(this)
    this.#protocolClosed = PROTOCOL.opened(
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
    // graphql-ws parses the frame itself, so a frame that the other transports refuse is refused here.
    try {
      parseJson(frame)
    } catch (error) {
      return this.end(refusalOf(error, this.#graphql.services).code)
    }
    this.#receive?.(withoutMark(frame)).catch((error) => {
      // The client sent a message that only a server sends.
      if (String(error).includes('Unexpected message')) return this.#close(4400, 'invalid_frame')
      this.end(refusalOf(error, this.#graphql.services).code)
    })
  }

  drain(): void {
    this.#buffer.drain()
  }

  disconnected(): void {
    this.closed = true
    this.#buffer.close()
    this.#graphql.subscribers.sockets.delete(this)
    void this.#protocolClosed?.(1000, '')
    this.#protocolClosed = undefined
  }

  get full(): boolean {
    return this.#buffer.isFull
  }

  fallBehind(): void {
    for (const subscription of this.#subscriptions) void subscription.fallBehind()
  }

  /**
   * Everything that is written in one turn of the event loop is sent together. Only a long replay is sent in parts, so
   * that backpressure is noticed.
   */
  write(text: string): void {
    this.#unsentChars += text.length
    if (this.#unsent.push(text) === 1) this.#graphql.subscribers.scheduleFlush(this)
    if (this.#unsentChars > UNSENT_CHARS) this.flush()
  }

  flush(): void {
    const unsent = this.#unsent
    this.#unsent = []
    this.#unsentChars = 0
    if (this.closed || unsent.length === 0) return
    const [text = ''] = unsent
    if (unsent.length === 1) this.#socket?.send(text, false)
    else
      this.#socket?.cork((socket) => {
        for (const text of unsent) socket.send(text, false)
      })
    if (this.#buffer.isBehind) this.#graphql.subscribers.markFull(this)
  }

  sweep(now: number): void {
    if (this.slot.isNewlyBanned()) return this.end('banned')
    if (this.#caller === undefined) return
    if (now >= this.#caller.endsAt) return this.end('token_expired')
    // A socket without subscriptions receives no event that would end it.
    const { authenticator } = this.#graphql.services
    if (authenticator.isForgotten(this.#caller)) void this.#checkSession()
  }

  /** Resolves when all started operations have finished. */
  async idle(): Promise<void> {
    // Operations that wait for the reader continue, as the server stops.
    this.#buffer.release()
    await this.#queue.idle()
  }

  end(code: RefusalCode): void {
    this.#close(closeOf(code), code)
  }

  /** Reads the token of `connection_init`, unless the upgrade had a credential. False closes with 4403. */
  async authenticate(params: Readonly<Record<string, unknown>> | undefined): Promise<boolean> {
    try {
      const token = tokenIn(params)
      if (token !== undefined)
        this.#caller = await this.#graphql.services.authenticator.token(token)
      if (this.#caller === undefined) return false
      this.slot.enter(this.#caller.user.id)
      return true
    } catch (error) {
      this.end(refusalOf(error, this.#graphql.services).code)
      return false
    }
  }

  /** Executes an operation after the earlier ones. Errors before its execution are returned as its result. */
  start(id: string, request: OperationRequest) {
    const { promise, resolve } = Promise.withResolvers<ExecutionArgs | readonly GraphQLError[]>()
    const isQueued = this.#queue.add(async () => resolve(await this.#run(id, request)))
    if (!isQueued) this.end('rate_limited')
    return promise
  }

  async #run(id: string, request: OperationRequest) {
    try {
      // While the client does not read its answers, no further operation runs.
      if (this.full && !this.#graphql.subscribers.stopping) await this.drained()
      if (this.closed) return [new GraphQLError('The connection is closed')]
      return await this.#execute(id, request)
    } catch (error) {
      return rejectionOf(error, this.#graphql.services).errors
    }
  }

  async #checkSession(): Promise<void> {
    try {
      if (this.#caller !== undefined) await this.#graphql.services.authenticator.check(this.#caller)
    } catch (error) {
      this.end(refusalOf(error, this.#graphql.services).code)
    }
  }

  async #execute(id: string, request: OperationRequest) {
    await this.#checkSession()
    if (this.closed) return [new GraphQLError('The connection is closed')]
    const { services, documents, subscribers } = this.#graphql
    const payByAddress = (cost: number) =>
      this.#graphql.addressLimits.takeOf(this.slot.address, cost)
    const spendByAddress: OperationCaller['spendByAddress'] = (quotas) =>
      this.#graphql.addressLimits.spend(this.slot.address, quotas)
    const by = { caller: this.#caller, visitor: this.#visitor, payByAddress, spendByAddress }
    const turn = () =>
      this.#caller === undefined
        ? this.#graphql.addressLimits.rateLimiter.turn(this.slot.address)
        : services.rateLimiter.turn(this.#caller.user.id)
    await turn()
    const operation = new Operation(services, documents, request, by)
    const { schema } = documents
    const { document } = operation
    const args = { schema, document, operationName: request.operationName ?? null }
    if (operation.kind !== OperationTypeNode.SUBSCRIPTION) {
      // Of many that came at once none had paid before: now each has.
      await turn()
      return { ...args, contextValue: new Outcome(await operation.run()) }
    }
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS)
      throw new Refusal(
        'too_many',
        `A socket can have ${MAX_SUBSCRIPTIONS} subscriptions: complete one first`,
      )
    if (this.#caller === undefined) throw new Refusal('unauthenticated')
    const { target, encoder } = await operation.subscribe()
    const ended = Promise.withResolvers<IteratorResult<never>>()
    const sink = new SocketSink(this, id, () => ended.resolve({ done: true, value: undefined }))
    const subscription = new GraphqlSubscription(
      subscribers,
      this.#caller,
      target,
      subscribers.shapeOf(encoder),
      sink,
    )
    await subscription.begin()
    this.#subscriptions.add(subscription)
    void ended.promise.then(() => this.#subscriptions.delete(subscription))
    const stop = async (): Promise<IteratorResult<never>> => {
      subscription.detach()
      sink.complete()
      return ended.promise
    }
    return { ...args, contextValue: new Outcome(emptyIterator(ended.promise, stop)) }
  }

  drained(): Promise<void> {
    return this.#buffer.drained()
  }

  #send(text: string): void {
    const { rateLimiter } = this.#graphql.services
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
