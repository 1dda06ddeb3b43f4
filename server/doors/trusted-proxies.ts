import { BlockList, isIP } from 'node:net'

/** What knows from which address a request came. */
export type Peers = {
  readonly requestIP: (request: Request) => { readonly address: string } | null
}

/** The proxies whose `X-Forwarded-…` headers are believed. */
export class TrustedProxies {
  readonly #list = new BlockList()

  /** `proxies`: addresses and ranges (`10.0.0.0/8`). */
  constructor(proxies: readonly string[]) {
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

/** Without its port, brackets and zone; an IPv4 address as such, also where it came in by a socket of IPv6. */
const plain = (address: string): string =>
  address
    .trim()
    .replace(/^(\d+(?:\.\d+){3}):\d{1,5}$/, '$1')
    .replace(/^\[([^\]]*)\](?::\d{1,5})?$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '')
