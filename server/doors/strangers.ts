import { BlockList, isIP } from 'node:net'
import type { Server } from 'bun'
import { type ConnectionLimits, Connections, type Slot } from './connections.ts'
import { Flood } from './flood.ts'

/** Seconds' worth of its rate that an address may take at once: a class behind one router comes in, a script does not. */
const BURST_SECONDS = 120

export type StrangerOptions = {
  /** Addresses and ranges (`10.0.0.0/8`) whose word about others is taken. */
  readonly proxies: readonly string[]
  /** What one address may ask a second without a token, in commands. */
  readonly perSecond: number
  readonly connections: ConnectionLimits
}

/** Who asks without a token is known by an address alone; connections are counted by it, too. */
export class Strangers {
  readonly flood: Flood
  readonly connections: Connections
  readonly #proxies = new BlockList()

  constructor({ proxies, perSecond, connections }: StrangerOptions) {
    this.flood = new Flood({ perSecond, burst: perSecond * BURST_SECONDS })
    this.connections = new Connections(connections)
    for (const proxy of proxies) {
      const [address = '', bits] = proxy.split('/')
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
      if (bits === undefined) this.#proxies.addAddress(address, family)
      else this.#proxies.addSubnet(address, Number(bits), family)
    }
  }

  /** Refuses `flood` where this address has taken too much. */
  take(request: Request, server: Server<never>, cost = 1): void {
    this.takeOf(this.networkOf(request, server), cost)
  }

  /** The same for whoever asks again later, on a connection. */
  takeOf(network: string, cost = 1): void {
    this.flood.take(network, cost)
  }

  /** The price of what is done already. */
  charge(request: Request, server: Server<never>, cost: number): void {
    this.flood.charge(this.networkOf(request, server), cost)
  }

  /** A slot for a socket or a stream of this address. Refuses `too_many_connections`. */
  open(request: Request, server: Server<never>): Slot {
    return this.connections.open(this.networkOf(request, server))
  }

  networkOf(request: Request, server: Server<never>): string {
    return networkOf(this.#addressOf(request, server))
  }

  sweep(): void {
    this.flood.sweep()
  }

  /**
   * A proxy that is trusted adds, as the last in `X-Forwarded-For`, whom it had before it. So the list
   * is read from its end, as far as those who wrote it are trusted: what comes before, anyone can write.
   */
  #addressOf(request: Request, server: Server<never>): string {
    let address = plain(server.requestIP(request)?.address ?? '')
    const hops = request.headers.get('x-forwarded-for')?.split(',') ?? []
    while (this.#isProxy(address)) {
      const hop = plain(hops.pop() ?? '')
      if (isIP(hop) === 0) break
      address = hop
    }
    return address
  }

  #isProxy(address: string): boolean {
    const family = isIP(address)
    return family !== 0 && this.#proxies.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
}

/** Without its zone; an IPv4 address as such, also where it came in by a socket of IPv6. */
const plain = (address: string): string =>
  address
    .trim()
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '')

/** Of IPv6 one customer has a whole /64, at least: 2^64 addresses are one. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return `${[...before, ...gap, ...after].slice(0, 4).join(':')}::/64`
}
