import type { RefusalCode } from '../../../../protocol/refusals.ts'
import type { ResultSink } from './subscription.ts'

/** The socket that a subscription goes out by. */
interface SinkSocket {
  readonly closed: boolean
  readonly full: boolean
  drained(): Promise<void>
  write(text: string): void
  end(code: RefusalCode): void
}

/** Its events go past the protocol's own loop, many in one write. */
export class SocketSink implements ResultSink {
  readonly complete: () => void
  readonly #socket: SinkSocket
  readonly #before: string

  constructor(socket: SinkSocket, id: string, complete: () => void) {
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

  end(code: RefusalCode): void {
    this.#socket.end(code)
  }

  next(payload: string): void {
    this.#socket.write(`${this.#before}${payload}}`)
  }
}

/** What `graphql-ws` waits for: it yields nothing, and is done when the subscription is. */
export function until(
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
