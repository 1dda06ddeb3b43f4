import type { Server } from 'bun'
import { GraphQLError, OperationTypeNode } from 'graphql'
import { type Context as Connection, handleProtocols, makeServer } from 'graphql-ws'
import { Refusal, type RefusalCode } from '../../../protocol/refusals.ts'
import type { Caller } from '../../domain/ports.ts'
import { answerRefusal, closeOf, refusalOf } from '../answer.ts'
import { checkHost } from '../origin.ts'
import type { Socket, Talk } from '../sockets.ts'
import type { GraphqlDoor } from './door.ts'
import { notBegun } from './errors.ts'
import { Listener, type Sink } from './listener.ts'
import { type Request as Asked, Operation } from './operation.ts'

/** Operations that wait while one is carried out; who sends more does not read the answers. */
const QUEUE = 64
/** Subscriptions of one socket. */
const SUBSCRIPTIONS = 32
const HELLO_MS = 10_000
/** As of the other sockets. */
const REPLAY_BYTES = 256 * 1024
const SLOW_BYTES = 512 * 1024

export async function upgrade(
  door: GraphqlDoor,
  request: Request,
  server: Server<Talk>,
): Promise<Response | undefined> {
  try {
    checkHost(request)
    const caller = await door.house.callerOf.listener(request)
    if (door.stopping) throw new Refusal('unavailable')
    const offered = request.headers.get('sec-websocket-protocol') ?? ''
    const spoken = handleProtocols(offered)
    // Another one is taken up, too, as a browser hears the close code (4406) only then.
    const protocol = spoken || (offered.split(',')[0]?.trim() ?? '')
    const knock = () => door.strangers.take(server.requestIP(request)?.address ?? '')
    const data = new GraphqlSocket(door, protocol, caller, knock)
    const headers = protocol === '' ? {} : { 'sec-websocket-protocol': protocol }
    if (server.upgrade(request, { data, headers })) return undefined
    throw new Refusal('invalid_input', 'This address speaks WebSocket')
  } catch (error) {
    return answerRefusal(refusalOf(error, door.house.log))
  }
}

/** What an operation came to, carried past the protocol's own execution. */
class Outcome {
  constructor(readonly result: Awaited<ReturnType<Operation['run']>> | AsyncGenerator<never>) {}
}

/** The words of `graphql-transport-ws`; what they do stands below. */
const PROTOCOL = makeServer<Record<string, unknown>, GraphqlSocket>({
  connectionInitWaitTimeout: HELLO_MS,
  onConnect: ({ extra, connectionParams }) => extra.greet(connectionParams),
  onSubscribe: ({ extra, subscriptions }, id, payload) => extra.begin(id, payload, subscriptions),
  execute: ({ contextValue }) => outcomeOf(contextValue),
  subscribe: ({ contextValue }) => outcomeOf(contextValue),
})

function outcomeOf(context: unknown): Outcome['result'] {
  if (context instanceof Outcome) return context.result
  throw new Error('an operation that was not begun here')
}

/** One client. Its operations are carried out in order, one at a time; subscriptions go on beside them. */
export class GraphqlSocket implements Talk {
  readonly #door: GraphqlDoor
  readonly #protocol: string
  readonly #knock: () => void
  #caller: Caller | undefined
  #socket: Socket | undefined
  #receive: ((frame: string) => Promise<void>) | undefined
  #gone: ((code: number, reason: string) => Promise<void>) | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #unsent: string[] = []
  #drained: (() => void)[] = []
  closed = false

  constructor(door: GraphqlDoor, protocol: string, caller: Caller | undefined, knock: () => void) {
    this.#door = door
    this.#protocol = protocol
    this.#caller = caller
    this.#knock = knock
  }

  opened(socket: Socket): void {
    this.#socket = socket
    this.#door.came(this)
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
    this.#receive?.(frame).catch((error) => {
      // The client said what only a server says.
      if (String(error).includes('Unexpected message')) return this.#close(4400, 'invalid_frame')
      this.end(refusalOf(error, this.#door.house.log).code)
    })
  }

  drain(): void {
    if (this.full) return
    for (const drained of this.#drained.splice(0)) drained()
  }

  gone(): void {
    this.closed = true
    for (const drained of this.#drained.splice(0)) drained()
    this.#door.left(this)
    void this.#gone?.(1000, '')
  }

  get full(): boolean {
    return (this.#socket?.getBufferedAmount() ?? 0) > REPLAY_BYTES
  }

  /** Of one turn of the event loop everything goes out together. */
  say(text: string): void {
    if (this.#unsent.push(text) === 1) this.#door.soon(this)
  }

  flush(): void {
    const unsent = this.#unsent
    this.#unsent = []
    if (this.closed || unsent.length === 0) return
    const [one = ''] = unsent
    let sent = 0
    if (unsent.length === 1) sent = this.#socket?.send(one, false) ?? 0
    else
      this.#socket?.cork((socket) => {
        for (const text of unsent) sent = socket.send(text, false)
      })
    if (sent <= 0) this.#door.look()
  }

  sendAwayIfSlow(): void {
    if ((this.#socket?.getBufferedAmount() ?? 0) > SLOW_BYTES) this.end('unavailable')
  }

  sweep(now: number): void {
    if (this.#caller !== undefined && now >= this.#caller.expiresAt) this.end('token_expired')
  }

  /** Resolves when what was begun has been carried out. */
  async idle(): Promise<void> {
    await this.#turn
  }

  end(code: RefusalCode): void {
    this.#close(closeOf(code), code)
  }

  /** Says who it is: in the first message, where the upgrade did not. False is 4403. */
  async greet(params: Readonly<Record<string, unknown>> | undefined): Promise<boolean> {
    try {
      const token = tokenIn(params)
      if (token !== undefined) this.#caller = await this.#door.house.callerOf.token(token)
      return this.#caller !== undefined
    } catch (error) {
      this.end(refusalOf(error, this.#door.house.log).code)
      return false
    }
  }

  /** Carries an operation out in its turn. What refuses it is told at once. */
  begin(id: string, asked: Asked, open: Connection['subscriptions']) {
    if (++this.#waiting > QUEUE) this.end('flood')
    const turn = this.#turn.then(async () => {
      try {
        if (this.closed) return [new GraphQLError('closed')]
        return await this.#carryOut(id, asked, Object.keys(open).length)
      } catch (error) {
        return notBegun(error, this.#door.house.log).errors
      } finally {
        this.#waiting--
      }
    })
    this.#turn = turn
    return turn
  }

  async #carryOut(id: string, asked: Asked, open: number) {
    const { house, documents } = this.#door
    const asking = { caller: this.#caller, knock: this.#knock }
    const operation = new Operation(house, documents, asked, asking)
    const { schema } = documents
    const { document } = documents.find(asked)
    const args = { schema, document, operationName: asked.operationName ?? null }
    if (operation.kind !== OperationTypeNode.SUBSCRIPTION)
      return { ...args, contextValue: new Outcome(await operation.run()) }
    if (open > SUBSCRIPTIONS) throw new Refusal('too_many')
    if (this.#caller === undefined) throw new Refusal('unauthenticated')
    const { target, shape } = await operation.listen()
    const ended = Promise.withResolvers<IteratorResult<never>>()
    const sink = new SocketSink(this, id, () => ended.resolve({ done: true, value: undefined }))
    const listener = new Listener(this.#door, this.#caller, target, this.#door.shapeOf(shape), sink)
    await listener.begin()
    const stop = async (): Promise<IteratorResult<never>> => {
      listener.end()
      sink.complete()
      return ended.promise
    }
    return { ...args, contextValue: new Outcome(until(ended.promise, stop)) }
  }

  drained(): Promise<void> {
    return this.closed ? Promise.resolve() : new Promise((resolve) => this.#drained.push(resolve))
  }

  #send(text: string): void {
    this.say(text)
    this.flush()
  }

  #close(code: number, reason: string): void {
    if (this.closed) return
    this.flush()
    this.closed = true
    this.#socket?.close(code, reason)
  }
}

/** Its events go past the protocol's own loop, many in one write. */
class SocketSink implements Sink {
  readonly wantsWord = false
  readonly complete: () => void
  readonly #socket: GraphqlSocket
  readonly #before: string

  constructor(socket: GraphqlSocket, id: string, complete: () => void) {
    this.#socket = socket
    this.#before = `{"id":${JSON.stringify(id)},"type":"next","payload":`
    this.complete = complete
  }

  get closed(): boolean {
    return this.#socket.closed
  }

  get full(): boolean {
    return this.#socket.full
  }

  drained(): Promise<void> {
    return this.#socket.drained()
  }

  next(payload: string): void {
    this.#socket.say(`${this.#before}${payload}}`)
  }
}

/** What `graphql-ws` waits for: it yields nothing, and is done when the subscription is. */
function until(
  ended: Promise<IteratorResult<never>>,
  stop: () => Promise<IteratorResult<never>>,
): AsyncGenerator<never> {
  return {
    next: () => ended,
    return: stop,
    throw: stop,
    [Symbol.asyncIterator]() {
      return this
    },
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}

/** `Authorization: Bearer …` as in a header, or the token alone. */
function tokenIn(params: Readonly<Record<string, unknown>> = {}): string | undefined {
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== 'string') continue
    if (name.toLowerCase() === 'token') return value
    if (name.toLowerCase() !== 'authorization') continue
    const [, word] = /^Bearer ([^\s]+)$/i.exec(value) ?? []
    if (word === undefined) throw new Refusal('invalid_token', 'Expected: Bearer <token>')
    return word
  }
  return undefined
}
