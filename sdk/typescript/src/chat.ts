import type { Call } from './calls.ts'
import type { ChatError } from './error.ts'
import type { CallOptions, Calls, EventOf, ReceivedEvent, RoomId, User } from './protocol.ts'
import type { Room } from './room.ts'
import type { Status } from './status.ts'

/**
 * An event of a newer server. Its `type` has the type `never`, because this SDK cannot name it: a `switch` over
 * the known types narrows as if unknown events did not exist, and they arrive in its `default`.
 */
export type UnknownEvent = {
  readonly type: never
  readonly [field: string]: unknown
}

export interface Chat extends Calls {
  readonly status: Status
  /** The own user, from the first time that the chat was live. */
  readonly user: User | undefined
  /** Sends a command by its name as soon as the chat is live. Rejects with a ChatError. */
  readonly call: Call
  readonly room: (id: RoomId) => Room
  /** Calls `onEvent` for each event of this type. Returns a function that ends this. */
  on<T extends ReceivedEvent['type']>(type: T, onEvent: (event: EventOf<T>) => void): () => void
  /** Calls `onEvent` for every event, also of types that this SDK does not know. */
  on(type: '*', onEvent: (event: ReceivedEvent | UnknownEvent) => void): () => void
  /** Every event from now on, until the loop or the signal ends. */
  events(options?: CallOptions): AsyncGenerator<ReceivedEvent | UnknownEvent, void, undefined>
  /** The missed events cannot be replayed: read the state anew. */
  onReset(onReset: (reason: string) => void): () => void
  onStatus(onStatus: (status: Status) => void): () => void
  /**
   * Errors that are not the answer to a call, each code once a connection. The chat has handled them already.
   */
  onError(onError: (error: ChatError) => void): () => void
  /** Drops the connection, as a failing network does, and connects again. For tests. */
  drop(): void
  close(): void
  [Symbol.dispose](): void
}
