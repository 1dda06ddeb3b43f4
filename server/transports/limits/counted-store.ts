import type { Reader, Store, Tx } from '../../domain/ports.ts'

/** A store as one command sees it: how many events it caused is counted. */
export class CountedStore implements Store {
  readonly #store: Store
  events = 0

  constructor(store: Store) {
    this.#store = store
  }

  read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#store.read(work)
  }

  write<T>(work: (tx: Tx) => Promise<T>, once?: string): Promise<T> {
    return this.#store.write((tx) => this.#counted(tx, work), once)
  }

  writeUnannounced<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#store.writeUnannounced((tx) => this.#counted(tx, work))
  }

  async #counted<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
    // Those that share a commit may share the transaction, one after the other.
    const before = tx.events
    const done = await work(tx)
    this.events += tx.events - before
    return done
  }
}
