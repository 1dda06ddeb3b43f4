import { BlockList, isIP } from 'node:net'

/** Bun's server, which knows the address of a request's TCP peer. */
export type Peers = {
  readonly requestIP: (request: Request) => { readonly address: string } | null
}

/** The proxies whose `X-Forwarded-…` headers are used. */
export class TrustedProxies {
  readonly #list = new BlockList()
  readonly #isEmpty: boolean
  #onUnknown: ((address: string) => void) | undefined

  /**
   * `proxies`: addresses and ranges (`10.0.0.0/8`). `onUnknown` is called once, for a nearby proxy that is not in
   * the list: all clients behind it count as one address.
   */
  constructor(proxies: readonly string[], onUnknown?: (address: string) => void) {
    this.#onUnknown = onUnknown
    this.#isEmpty = proxies.length === 0
    for (const proxy of proxies) {
      const [address = '', bits] = proxy.split('/')
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
      if (bits === undefined) this.#list.addAddress(address, family)
      else this.#list.addSubnet(address, Number(bits), family)
    }
  }

  /** Whether a trusted proxy sent this request. */
  sent(request: Request, server: Peers): boolean {
    // Most servers have none, and every request asks.
    return !this.#isEmpty && this.#has(plain(server.requestIP(request)?.address ?? ''))
  }

  /**
   * The client's address. A trusted proxy appends the address that it received the request from to
   * `X-Forwarded-For`. The list is therefore read from its end, as long as the entries are trusted
   * proxies: anyone can write the entries before that.
   */
  addressOf(request: Request, server: Peers): string {
    let address = plain(server.requestIP(request)?.address ?? '')
    const hops = request.headers.get('x-forwarded-for')?.split(',') ?? []
    if (hops.length > 0 && !this.#has(address) && NEARBY.test(address)) {
      this.#onUnknown?.(address)
      this.#onUnknown = undefined
    }
    while (this.#has(address)) {
      const hop = plain(hops.pop() ?? '')
      if (isIP(hop) === 0) break
      address = hop
    }
    return address
  }

  #has(address: string): boolean {
    const family = isIP(address)
    return family !== 0 && this.#list.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
}

/** Addresses of this machine and of private networks. On other addresses any client can send the header. */
const NEARBY = /^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.|^::1$|^f[cd]/

/** An address without port, brackets and zone. An IPv4 address that an IPv6 socket reports becomes plain IPv4. */
const plain = (address: string): string =>
  address
    .trim()
    .replace(/^(\d+(?:\.\d+){3}):\d{1,5}$/, '$1')
    .replace(/^\[([^\]]*)\](?::\d{1,5})?$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '')
