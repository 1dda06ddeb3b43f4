import { BlockList, isIP } from 'node:net'

/** What knows from which address a request came. */
export type Peers = {
  readonly requestIP: (request: Request) => { readonly address: string } | null
}

/** The proxies whose `X-Forwarded-…` headers are believed. */
export class TrustedProxies {
  readonly #list = new BlockList()

  #onUnknown: ((address: string) => void) | undefined

  /**
   * `proxies`: addresses and ranges (`10.0.0.0/8`). `onUnknown` is told once of a proxy nearby that is none
   * of them: all who come through it count as one address.
   */
  constructor(proxies: readonly string[], onUnknown?: (address: string) => void) {
    this.#onUnknown = onUnknown
    for (const proxy of proxies) {
      const [address = '', bits] = proxy.split('/')
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
      if (bits === undefined) this.#list.addAddress(address, family)
      else this.#list.addSubnet(address, Number(bits), family)
    }
  }

  /** Whether a trusted proxy sent this request. */
  sent(request: Request, server: Peers): boolean {
    return this.#has(plain(server.requestIP(request)?.address ?? ''))
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

/** Addresses of this machine and of private networks: from elsewhere anybody may send the header. */
const NEARBY = /^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.|^::1$|^f[cd]/

/** Without its port, brackets and zone; an IPv4 address as such, also where it came in by a socket of IPv6. */
const plain = (address: string): string =>
  address
    .trim()
    .replace(/^(\d+(?:\.\d+){3}):\d{1,5}$/, '$1')
    .replace(/^\[([^\]]*)\](?::\d{1,5})?$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '')
