import type { Reader, Store, Tx } from '../../domain/ports.ts'

/** The store of one command: it counts the events that the command records. */
export class CountedStore implements Store {
  readonly #store: Store
  events = 0

  constructor(store: Store) {
    this.#store = store
  }

  read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#store.read(work)
  }

  write<T>(work: (tx: Tx) => Promise<T>, keys?: readonly string[]): Promise<T> {
    return this.#store.write((tx) => this.#counted(tx, work), keys)
  }

  writeUnannounced<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#store.writeUnannounced((tx) => this.#counted(tx, work))
  }

  scrub(): Promise<void> {
    return this.#store.scrub()
  }

  async #counted<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
    // Writes that share a commit can share its transaction, one after the other.
    const before = tx.events
    const result = await work(tx)
    this.events += tx.events - before
    return result
  }
}
