import { connect, createServer, type Server, type Socket } from 'node:net'

/** To whom it leads, or back to who came. */
export type Way = 'there' | 'back'
/** What a silence is for: connections are counted from 1 in the order in which they were opened. */
export type Hit = (way: Way, connection: number) => boolean
type Silence = { readonly hit: Hit; readonly over: Promise<void>; readonly end: () => void }

/** When TCP first takes a packet for lost (Linux: at least that); twice as long each further time. */
const REPEAT_MS = 200

/** A network between two that can be made bad: slow, lossy, silent, or cut. */
export class TcpProxy {
  readonly #to: number
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #delayMs = 0
  #isLost = () => false
  #isDown = false
  #silence: Silence | undefined
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

  /** Every packet comes this much later. */
  delay(ms: number): void {
    this.#delayMs = ms
  }

  /**
   * Of all packets this share is lost, as `next` decides (from 0 up to 1). TCP says them again: they
   * come late, and whatever is behind them on their connection waits.
   */
  lose(share: number, next: () => number): void {
    this.#isLost = () => next() < share
  }

  /** Nothing comes through, and nobody is told; what was said meanwhile comes when it is over. */
  silence(hit: Hit = () => true): void {
    const { promise: over, resolve: end } = Promise.withResolvers<void>()
    this.#silence ??= { hit, over, end }
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

  heal(): void {
    this.#delayMs = 0
    this.#isLost = () => false
    this.#isDown = false
    this.#silence?.end()
    this.#silence = undefined
  }

  close(): void {
    this.heal()
    this.cut()
    this.#server.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  #join(near: Socket, far: Socket): void {
    const connection = ++this.#carried
    this.#carry(near, far, () => this.#silenceOf('there', connection))
    this.#carry(far, near, () => this.#silenceOf('back', connection))
  }

  #silenceOf(way: Way, connection: number): Promise<void> | undefined {
    return this.#silence?.hit(way, connection) ? this.#silence.over : undefined
  }

  #carry(from: Socket, to: Socket, silence: () => Promise<void> | undefined): void {
    this.#sockets.add(from)
    from.setNoDelay(true)
    // In order, whatever the network does meanwhile.
    let before = Promise.resolve()
    from.on('data', (chunk) => {
      from.pause()
      before = before.then(async () => {
        await silence()
        if (this.#delayMs > 0) await Bun.sleep(this.#delayMs)
        for (let ms = REPEAT_MS; this.#isLost(); ms *= 2) await Bun.sleep(ms)
        if (to.destroyed) return
        if (to.write(chunk)) from.resume()
        else to.once('drain', () => from.resume())
      })
    })
    from.on('end', () => {
      before = before.then(() => {
        to.end()
      })
    })
    from.on('error', () => to.destroy())
    from.on('close', (hadError) => {
      this.#sockets.delete(from)
      if (hadError || from.destroyed) before = before.then(() => void to.end())
    })
  }
}
