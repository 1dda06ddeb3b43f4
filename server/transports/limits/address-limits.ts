import { isIP } from 'node:net'
import type { Op } from '../../../protocol/op.ts'
import { groupsOf } from '../../domain/networks.ts'
import type { Peers, TrustedProxies } from '../http/trusted-proxies.ts'
import type { Services } from '../services.ts'
import { type ConnectionLimits, Connections, type Slot } from './connections.ts'
import type { DailyUsage } from './daily-usage.ts'
import { priceOfBody } from './prices.ts'
import { RateLimiter } from './rate-limiter.ts'

/** The burst of an address, in seconds of its rate: enough for a class behind one router, too little for a script. */
const BURST_SECONDS = 120

/** The price of a request that is refused because its token is missing or invalid. */
const UNAUTHENTICATED_COST = 0.5

export type AddressLimitOptions = {
  readonly proxies: TrustedProxies
  /** The rate of one address for requests without a token, in commands a second. */
  readonly perSecond: number
  readonly connections: ConnectionLimits
}

/** Limits by address: the rate of requests without a token, and the number of connections. */
export class AddressLimits {
  readonly rateLimiter: RateLimiter
  readonly connections: Connections
  readonly #proxies: TrustedProxies
  readonly #usage: DailyUsage

  constructor(
    { proxies, perSecond, connections }: AddressLimitOptions,
    { usage, bannedNetworks }: Pick<Services, 'usage' | 'bannedNetworks'>,
  ) {
    this.#usage = usage
    this.rateLimiter = new RateLimiter({
      name: 'address',
      perSecond,
      burst: perSecond * BURST_SECONDS,
    })
    this.connections = new Connections(connections, bannedNetworks)
    this.#proxies = proxies
  }

  /** Refuses `rate_limited` if the address is over its rate. */
  take(request: Request, server: Peers, cost = 1): void {
    this.takeOf(this.networkOf(request, server), cost)
  }

  /** Takes the price of a command that needs no token, and what it takes from the quotas of the address. */
  takeCommand(network: string, { cost = 1, spends = [] }: Pick<Op, 'cost' | 'spends'>, more = 0) {
    this.takeOf(network, cost + more)
    this.spend(network, spends)
  }

  /** Refuses `quota_reached` if the address has caused too much today. */
  spend(network: string, quotas: NonNullable<Op['spends']>): void {
    const subject = `address ${network}` as const
    this.#usage.require(subject, quotas)
    for (const quota of quotas) this.#usage.add(subject, quota, 1)
  }

  /** The same for a later request on an open connection. */
  takeOf(network: string, cost = 1): void {
    this.rateLimiter.take(network, cost)
  }

  /** Waits for a turn, before a request of this address runs. Undefined if the request can run at once. */
  turn(request: Request, server: Peers): Promise<void> | undefined {
    return this.rateLimiter.turn(this.networkOf(request, server))
  }

  /** Takes the price of a request without a valid token. Refuses `rate_limited` if the address is over its rate. */
  takeUnauthenticated(request: Request, server: Peers): void {
    this.take(request, server, UNAUTHENTICATED_COST + priceOfBody(request))
  }

  /** The header fields that say how much of the rate is left. */
  fields(request: Request, server: Peers): Record<string, string> {
    return this.rateLimiter.fields(this.networkOf(request, server))
  }

  /** Charges the price of work that is already done. */
  charge(request: Request, server: Peers, cost: number): void {
    this.rateLimiter.charge(this.networkOf(request, server), cost)
  }

  /** Opens a slot for a socket or a stream of this address. Refuses `too_many_connections`. */
  open(request: Request, server: Peers): Slot {
    return this.connections.open(this.networkOf(request, server))
  }

  addressOf(request: Request, server: Peers): string {
    return this.#proxies.addressOf(request, server)
  }

  networkOf(request: Request, server: Peers): string {
    return networkOf(this.addressOf(request, server))
  }

  sweep(): void {
    this.rateLimiter.sweep()
  }
}

/** A customer has at least a /64 of IPv6, so its 2^64 addresses count as one. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const groups = groupsOf(address).slice(0, 4)
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`
}
