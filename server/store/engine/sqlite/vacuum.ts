/** A larger file, in bytes, is not written anew while the server runs: nobody could write for more than some 5 s. */
const MAX_BYTES = 1024 ** 3
/** After a vacuum the next one waits this many times as long as it took: others can write meanwhile. */
const PAUSE = 9

/** In the binary the path of a worker begins at the root of the sources. */
export const VACUUM_WORKER = new URL(
  Bun.isStandaloneExecutable ? 'server/store/engine/sqlite/vacuum-worker.ts' : 'vacuum-worker.ts',
  import.meta.url,
).href

/**
 * Writes the database file anew, on another thread: 70 MB (100,000 messages) take 0.3 s, in which the event loop would be
 * blocked. Meanwhile nobody else can write.
 */
export class Vacuum {
  readonly #path: string
  #running: Promise<void> | undefined
  /** By `performance.now()`. */
  #nextAt = 0

  constructor(path: string) {
    this.#path = path
  }

  /** Resolves when the file has been written anew; undefined while it is not. */
  get running(): Promise<void> | undefined {
    return this.#running
  }

  /** Waits until others could write for a time, and runs. Throws if SQLite cannot do it. */
  async run(): Promise<void> {
    if (Bun.file(this.#path).size > MAX_BYTES) return
    for (
      let wait = 0;
      wait > 0 || this.#running !== undefined;
      wait = this.#nextAt - performance.now()
    )
      await (this.#running ?? Bun.sleep(wait))
    const begun = performance.now()
    const vacuum = inWorker(this.#path).finally(() => {
      this.#running = undefined
      this.#nextAt = performance.now() + PAUSE * (performance.now() - begun)
    })
    // Those who only wait for it do not receive its error.
    this.#running = vacuum.catch(() => undefined)
    await vacuum
  }
}

async function inWorker(path: string): Promise<void> {
  const worker = new Worker(VACUUM_WORKER)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  worker.onmessage = ({ data }) => (data === null ? resolve() : reject(new Error(String(data))))
  worker.onerror = ({ message }) => reject(new Error(message))
  worker.postMessage(path)
  try {
    await promise
  } finally {
    worker.terminate()
  }
}
