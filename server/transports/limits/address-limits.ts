import { isIP } from 'node:net'
import type { Peers, TrustedProxies } from '../http/trusted-proxies.ts'
import { type ConnectionLimits, Connections, type Slot } from './connections.ts'
import { priceOfBody } from './prices.ts'
import { RateLimiter } from './rate-limiter.ts'

/** Seconds' worth of its rate that an address may take at once: a class behind one router comes in, a script does not. */
const BURST_SECONDS = 120

/** What a request costs that is refused because its token is missing or not valid. */
const UNKNOWN = 0.5

export type AddressLimitOptions = {
  readonly proxies: TrustedProxies
  /** What one address may ask a second without a token, in commands. */
  readonly perSecond: number
  readonly connections: ConnectionLimits
}

/** Who asks without a token is known by an address alone; connections are counted by it, too. */
export class AddressLimits {
  readonly rateLimiter: RateLimiter
  readonly connections: Connections
  readonly #proxies: TrustedProxies

  constructor({ proxies, perSecond, connections }: AddressLimitOptions) {
    this.rateLimiter = new RateLimiter({ perSecond, burst: perSecond * BURST_SECONDS })
    this.connections = new Connections(connections)
    this.#proxies = proxies
  }

  /** Refuses `rate_limited` where this address has taken too much. */
  take(request: Request, server: Peers, cost = 1): void {
    this.takeOf(this.networkOf(request, server), cost)
  }

  /** The same for whoever asks again later, on a connection. */
  takeOf(network: string, cost = 1): void {
    this.rateLimiter.take(network, cost)
  }

  /** Before something of this address is carried out. Undefined where it may go on at once. */
  turn(request: Request, server: Peers): Promise<void> | undefined {
    return this.rateLimiter.turn(this.networkOf(request, server))
  }

  /** A request without a valid token. Refuses `rate_limited` where this address has taken too much. */
  takeUnknown(request: Request, server: Peers): void {
    this.take(request, server, UNKNOWN + priceOfBody(request))
  }

  /** The price of what is done already. */
  charge(request: Request, server: Peers, cost: number): void {
    this.rateLimiter.charge(this.networkOf(request, server), cost)
  }

  /** A slot for a socket or a stream of this address. Refuses `too_many_connections`. */
  open(request: Request, server: Peers): Slot {
    return this.connections.open(this.networkOf(request, server))
  }

  networkOf(request: Request, server: Peers): string {
    return networkOf(this.#proxies.addressOf(request, server))
  }

  sweep(): void {
    this.rateLimiter.sweep()
  }
}

/** Of IPv6 one customer has a whole /64, at least: 2^64 addresses are one. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return `${[...before, ...gap, ...after].slice(0, 4).join(':')}::/64`
}
