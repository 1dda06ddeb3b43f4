import { isIP } from 'node:net'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Peers, TrustedProxies } from './trusted-proxies.ts'

/** `host[:port]`, a name, an IPv4 or a bracketed IPv6 address. */
const HOST = /^([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i
/** The schemes of a request over TLS in `X-Forwarded-Proto`. Some proxies write `wss` for a socket. */
const SECURE = /^(?:https|wss)$/i

/** What trusted proxies forwarded about a request: its hosts, and whether it was sent over TLS. */
type Forwarded = { readonly hosts: readonly string[]; readonly isSecure: boolean }

/**
 * The hosts and origins that requests may have. Another site can point its name at our address (DNS
 * rebinding, https://en.wikipedia.org/wiki/DNS_rebinding), and browsers then send that site's requests here.
 * So only the host names that the operator has set are allowed. Loopback names and IP addresses cannot belong
 * to another site.
 */
export class Sites {
  /** The proxies whose forwarded headers are used. */
  readonly proxies: TrustedProxies
  readonly #names: ReadonlySet<string>
  readonly #own: readonly string[]
  readonly #origins: ReadonlySet<string>
  readonly #forwarded = new WeakMap<Request, Forwarded>()

  /** `own`: the origins of this server. `others`: further origins whose pages may call it. */
  constructor(own: readonly string[], others: readonly string[], proxies: TrustedProxies) {
    this.#names = new Set(own.map((origin) => new URL(origin).hostname))
    this.#own = own
    this.#origins = new Set([...own, ...others])
    this.proxies = proxies
  }

  /**
   * Refuses `invalid_host`. With a malformed Host header Bun's `request.url` is not a URL. The forwarded hosts
   * are checked in addition, because some proxies pass on the client's own `X-Forwarded-Host`.
   */
  checkHost(request: Request, server: Peers): void {
    const isTrusted = this.proxies.sent(request, server)
    this.#checkName(request.headers.get('host') ?? '', isTrusted)
    if (!isTrusted) return
    const hosts = valuesOf(request, 'x-forwarded-host')
    for (const host of hosts) this.#checkName(host, isTrusted)
    const schemes = valuesOf(request, 'x-forwarded-proto')
    const isSecure = schemes.length > 0 && schemes.every((scheme) => SECURE.test(scheme))
    this.#forwarded.set(request, { hosts, isSecure })
  }

  /**
   * Browsers send cookies with requests from any page, and open sockets to any host. So a request with a cookie
   * must come from this origin, or from one that the operator allows. Refuses `origin_refused`.
   */
  checkOrigin(request: Request): void {
    const origin = request.headers.get('origin')
    if (origin !== null && this.#isOurs(origin, request)) return
    if (origin === null && request.method === 'GET' && request.headers.get('upgrade') === null)
      return
    throw new Refusal('origin_refused')
  }

  /**
   * For commands without a token, which everyone who can reach the server may use: a page of another origin must
   * not use the network of the browser that shows it. Programs send no origin. Refuses `origin_refused`.
   */
  checkPage(request: Request): void {
    const origin = request.headers.get('origin')
    if (origin === null || this.#isOurs(origin, request)) return
    throw new Refusal('origin_refused')
  }

  /** Whether the browser sent this request over TLS, as far as the proxies and the operator say. */
  isSecure(request: Request): boolean {
    if (this.#forwarded.get(request)?.isSecure) return true
    const origin = request.headers.get('origin')
    if (origin !== null) return origin.startsWith('https://') && this.#isOurs(origin, request)
    return this.#own.length > 0 && this.#own.every((own) => own.startsWith('https://'))
  }

  /**
   * The origin of this server under which the browser sees it. The operator has set it: a Host header is anybody's.
   * Undefined if none is set.
   */
  originFor(request: Request): string | undefined {
    const { hosts = [] } = this.#forwarded.get(request) ?? {}
    const named = hosts.length > 0 ? hosts : [request.headers.get('host') ?? '']
    return this.#own.find((own) => named.includes(new URL(own).host)) ?? this.#own[0]
  }

  #checkName(host: string, isTrusted: boolean): void {
    const [, name = ''] = HOST.exec(host) ?? []
    if (name === '') throw new Refusal('invalid_host')
    if (isLocal(name) || this.#names.has(name.toLowerCase())) return
    // Proxies use node names of their own network (`node-1`). The name of a public site has a dot.
    if (isTrusted && !/[.[]/.test(name)) return
    throw new Refusal(
      'invalid_host',
      'This server does not know the host name of this request: its operator can add it to PARLANCE_URL',
    )
  }

  #isOurs(origin: string, request: Request): boolean {
    if (this.#origins.has(origin)) return true
    const { hosts = [], isSecure = false } = this.#forwarded.get(request) ?? {}
    // A proxy can end TLS without saying so, so both schemes are possible without a forwarded `https`.
    const schemes = isSecure ? ['https'] : ['https', 'http']
    const named = hosts.length > 0 ? hosts : [request.headers.get('host') ?? '']
    return named.some((host) =>
      schemes.some((scheme) => URL.parse(`${scheme}://${host}`)?.origin === origin),
    )
  }
}

/** The entries of a forwarded header, in the order of the proxies. */
const valuesOf = (request: Request, header: string): string[] =>
  (request.headers.get(header) ?? '')
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean)

/** Whether a host is a loopback name or an IP address. */
const isLocal = (name: string): boolean =>
  /^(?:.+\.)?localhost$/i.test(name) || isIP(name.replace(/^\[|\]$/g, '')) > 0

/** Whether a port on this host can be reached from this machine only. */
export const isLoopback = (host: string): boolean =>
  /^(?:(?:.+\.)?localhost|127\..+|::1)$/i.test(host)
