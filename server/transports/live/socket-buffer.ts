import type { BufferedReader, SlowReaders } from './slow-readers.ts'
import { BEHIND_BYTES, FULL_BYTES, type Socket } from './sockets.ts'

/** The send buffer of one socket: how much waits in it, and which promises wait for it to empty. */
export class SocketBuffer implements BufferedReader {
  readonly disconnect: () => void
  readonly #slowReaders: SlowReaders
  #socket: Socket | undefined
  #waiters: (() => void)[] | undefined

  /** `disconnect`: closes a socket whose client reads nothing. */
  constructor(slowReaders: SlowReaders, disconnect: () => void) {
    this.#slowReaders = slowReaders
    this.disconnect = disconnect
  }

  open(socket: Socket): void {
    this.#socket = socket
  }

  /** In bytes. */
  get waiting(): number {
    return this.#socket?.getBufferedAmount() ?? 0
  }

  get isFull(): boolean {
    return this.waiting > FULL_BYTES
  }

  /** So much waits that a live socket falls behind. */
  get isBehind(): boolean {
    return this.waiting > BEHIND_BYTES
  }

  /** Resolves when the buffer is not full, or the socket has closed. */
  drained(): Promise<void> {
    if (!this.isFull) return Promise.resolve()
    this.#slowReaders.add(this)
    return new Promise((resolve) => {
      this.#waiters ??= []
      this.#waiters.push(resolve)
    })
  }

  /** Called when the client has read something. */
  drain(): void {
    if (this.isFull) return
    this.#slowReaders.delete(this)
    this.release()
  }

  /** Resolves the waiting promises, however full the buffer is. */
  release(): void {
    const waiters = this.#waiters ?? []
    this.#waiters = undefined
    for (const resolve of waiters) resolve()
  }

  close(): void {
    this.#socket = undefined
    this.#slowReaders.delete(this)
    this.release()
  }
}
