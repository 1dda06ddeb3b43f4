import { connect, createServer, type Server, type Socket } from 'node:net'

/** To whom it leads, or back to who came. */
export type Way = 'there' | 'back'
/**
 * Which chunks a fault is for. Connections are counted from 1 in the order in which they were opened;
 * `bytes` are what one read of the proxy gave: a message, a part of one, or several.
 */
export type Hit = (way: Way, connection: number, bytes: Buffer) => boolean
/** Ends one fault. What it held back comes then. */
export type End = () => void
/** What a chunk waits for before it goes on. */
type Fault = (...chunk: Parameters<Hit>) => Promise<unknown> | undefined

const EVERYTHING: Hit = () => true
const NOTHING = Buffer.alloc(0)
/** When TCP first takes a packet for lost (Linux: at least that); twice as long each further time. */
const REPEAT_MS = 200
/** So long the half of a truncated chunk has to be read before the reset, which may throw it away. */
const TRUNCATED_MS = 20

/** A network between two that can be made bad: slow, lossy, silent, truncating, or cut. Faults may overlap. */
export class TcpProxy {
  readonly #to: number
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  /** Each with what lets go of the chunks that it holds. */
  readonly #faults = new Map<Fault, End>()
  readonly #truncations = new Set<Hit>()
  #isDown = false
  #carried = 0

  private constructor(to: number) {
    this.#to = to
    this.#server = createServer((near) => {
      if (this.#isDown) near.resetAndDestroy()
      else this.#join(near, connect(this.#to, '127.0.0.1'))
    })
  }

  static async open(to: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(to)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  /** How many connections there have been. */
  get carried(): number {
    return this.#carried
  }

  /** Every chunk comes this much later, one after the other: a message a time is a message per `ms`. */
  delay(ms: number | (() => number), hit = EVERYTHING): End {
    const next = typeof ms === 'number' ? () => ms : ms
    return this.#begin((...chunk) => (hit(...chunk) ? Bun.sleep(next()) : undefined))
  }

  /**
   * Of all packets this share is lost, as `next` decides (from 0 up to 1). TCP says them again: they
   * come late, and whatever is behind them on their connection waits.
   */
  lose(share: number, next: () => number): End {
    let isOver = false
    const repeat = async () => {
      for (let ms = REPEAT_MS; !isOver && next() < share; ms *= 2) await Bun.sleep(ms)
    }
    return this.#begin(repeat, () => (isOver = true))
  }

  /** Nothing comes through, and nobody is told; what was said meanwhile comes when it is over. */
  silence(hit = EVERYTHING): End {
    const { promise: over, resolve } = Promise.withResolvers<void>()
    return this.#begin((...chunk) => (hit(...chunk) ? over : undefined), resolve)
  }

  /**
   * The first connection with a chunk that is hit goes silent alone, from that chunk on, on these ways:
   * an outage that TCP survives. Held on the way `back` only, the chunk itself arrives, and its answer waits.
   */
  hold(hit = EVERYTHING, ways: readonly Way[] = ['there', 'back']): End {
    let held: number | undefined
    return this.silence((way, connection, bytes) => {
      if (held === undefined && hit(way, connection, bytes)) held = connection
      return connection === held && ways.includes(way)
    })
  }

  /** Of the next chunk that is hit only the first half arrives; then its connection is reset. */
  truncate(hit = EVERYTHING): End {
    this.#truncations.add(hit)
    return () => void this.#truncations.delete(hit)
  }

  /** Every connection is reset, and until it is healed none is to be had. */
  down(): void {
    this.#isDown = true
    this.cut()
  }

  /** Every connection is reset; who tries again gets another. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  /** Ends every fault. */
  heal(): void {
    this.#isDown = false
    this.#truncations.clear()
    for (const end of this.#faults.values()) end()
  }

  close(): void {
    this.heal()
    this.cut()
    this.#server.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  #begin(fault: Fault, release: End = () => undefined): End {
    const end = () => {
      if (this.#faults.delete(fault)) release()
    }
    this.#faults.set(fault, end)
    return end
  }

  #join(near: Socket, far: Socket): void {
    const connection = ++this.#carried
    this.#carry(near, far, 'there', connection)
    this.#carry(far, near, 'back', connection)
  }

  #carry(from: Socket, to: Socket, way: Way, connection: number): void {
    this.#sockets.add(from)
    from.setNoDelay(true)
    // In order, whatever the network does meanwhile.
    let before = Promise.resolve()
    from.on('data', (chunk: Buffer) => {
      from.pause()
      before = before.then(async () => {
        for (const fault of this.#faults.keys()) await fault(way, connection, chunk)
        if (to.destroyed) return
        if (this.#isTruncated(way, connection, chunk)) {
          to.write(chunk.subarray(0, chunk.length / 2))
          await Bun.sleep(TRUNCATED_MS)
          for (const socket of [from, to]) socket.resetAndDestroy()
        } else if (to.write(chunk)) from.resume()
        else to.once('drain', () => from.resume())
      })
    })
    from.on('end', () => {
      // That it has ended is told as late as what was said.
      before = before.then(async () => {
        for (const fault of this.#faults.keys()) await fault(way, connection, NOTHING)
        to.end()
      })
    })
    from.on('error', () => to.destroy())
    from.on('close', (hadError) => {
      this.#sockets.delete(from)
      if (hadError || from.destroyed) before = before.then(() => void to.end())
    })
  }

  /** Each truncation is for one chunk. */
  #isTruncated(...chunk: Parameters<Hit>): boolean {
    const hit = [...this.#truncations].find((each) => each(...chunk))
    return hit !== undefined && this.#truncations.delete(hit)
  }
}
