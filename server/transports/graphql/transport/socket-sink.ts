import type { RefusalCode } from '../../../../protocol/refusals.ts'
import type { ResultSink } from './subscription.ts'

/** The part of a GraphQL socket that a subscription uses. */
interface SinkSocket {
  readonly closed: boolean
  readonly full: boolean
  drained(): Promise<void>
  write(text: string): void
  end(code: RefusalCode): void
}

/** Sends the results of one subscription. They bypass the loop of `graphql-ws`, so that one write can carry many. */
export class SocketSink implements ResultSink {
  readonly complete: () => void
  readonly #socket: SinkSocket
  readonly #prefix: string

  constructor(socket: SinkSocket, id: string, complete: () => void) {
    this.#socket = socket
    this.#prefix = `{"id":${JSON.stringify(id)},"type":"next","payload":`
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

  end(code: RefusalCode): void {
    this.#socket.end(code)
  }

  next(payload: string): void {
    this.#socket.write(`${this.#prefix}${payload}}`)
  }
}

/** The iterator that `graphql-ws` needs for a subscription: it yields nothing, and ends with the subscription. */
export function emptyIterator(
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
