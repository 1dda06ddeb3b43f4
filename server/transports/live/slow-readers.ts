/**
 * Looks, one a second, in which a reader must have read something of what waits for it. A system takes
 * more from us only when a third of its own buffer, which may be megabytes, is free.
 */
const CHECKS = 10

/** A connection with too much waiting. */
export interface BufferedReader {
  /** How much that is. */
  readonly waiting: number
  /** It reads nothing of it. */
  disconnect(): void
}

/** Connections that are given nothing more until they have read. Who reads nothing is slow, and is sent away. */
export class SlowReaders {
  readonly #readers = new Map<BufferedReader, { waiting: number; looks: number }>()

  add(reader: BufferedReader): void {
    if (!this.#readers.has(reader)) this.#readers.set(reader, { waiting: reader.waiting, looks: 0 })
  }

  delete(reader: BufferedReader): void {
    this.#readers.delete(reader)
  }

  /** Once a second. */
  check(): void {
    for (const [reader, seen] of this.#readers) {
      const { waiting } = reader
      seen.looks = waiting < seen.waiting ? 0 : seen.looks + 1
      seen.waiting = waiting
      if (seen.looks >= CHECKS) reader.disconnect()
    }
  }
}
