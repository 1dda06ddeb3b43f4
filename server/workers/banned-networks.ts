import { matcherOf } from '../domain/networks.ts'
import type { Store } from '../domain/ports.ts'

/** How often the networks that are banned from the server are read: every node compares each request with them. */
const READ_MS = 2000

/** The networks that are banned from the server, as this node read them last. */
export class BannedNetworks {
  readonly #store: Store
  readonly #onError: (error: unknown) => void
  readonly #timer: Timer
  #networks = ''
  #matches: ((address: string) => boolean) | undefined
  #reading: Promise<void> | undefined
  /** Rises with every change, so that an open connection is compared once after each. */
  version = 0

  constructor(store: Store, onError: (error: unknown) => void) {
    this.#store = store
    this.#onError = onError
    this.#timer = setInterval(() => this.read(), READ_MS)
  }

  /** Whether an address may not use the server. Without banned networks it is one comparison. */
  has(address: string): boolean {
    return this.#matches?.(address) ?? false
  }

  get isEmpty(): boolean {
    return this.#matches === undefined
  }

  read(): Promise<void> {
    this.#reading ??= this.#read()
      .catch(this.#onError)
      .finally(() => {
        this.#reading = undefined
      })
    return this.#reading
  }

  async #read(): Promise<void> {
    const found = await this.#store.read((reader) => reader.sanctions.networks())
    const networks = found.flatMap(({ addresses }) => addresses ?? [])
    const text = networks.join()
    if (text === this.#networks) return
    this.#networks = text
    this.#matches = networks.length === 0 ? undefined : matcherOf(networks)
    this.version++
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#reading
  }
}
