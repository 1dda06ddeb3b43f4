/**
 * Checks, one a second, in which a client reads nothing of its full buffer before it is disconnected. The
 * operating system accepts more data only when a third of its own buffer, which can be megabytes, is free.
 */
const CHECKS = 10

/** A connection whose buffer is full. */
export interface BufferedReader {
  /** How much waits in its buffer, in bytes or characters. */
  readonly waiting: number
  /** Called when the client has read nothing for too long. */
  disconnect(): void
}

/** Connections that receive nothing more until they have read. A client that reads nothing is disconnected. */
export class SlowReaders {
  readonly #readers = new Map<BufferedReader, { waiting: number; checks: number }>()

  add(reader: BufferedReader): void {
    if (!this.#readers.has(reader))
      this.#readers.set(reader, { waiting: reader.waiting, checks: 0 })
  }

  delete(reader: BufferedReader): void {
    this.#readers.delete(reader)
  }

  /** Called once a second. */
  check(): void {
    for (const [reader, last] of this.#readers) {
      const { waiting } = reader
      last.checks = waiting < last.waiting ? 0 : last.checks + 1
      last.waiting = waiting
      if (last.checks >= CHECKS) reader.disconnect()
    }
  }
}
