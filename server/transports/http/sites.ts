import { isIP } from 'node:net'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Peers, TrustedProxies } from './trusted-proxies.ts'

/** `host[:port]`, a name, an IPv4 or a bracketed IPv6 address. */
const HOST = /^([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i
/** How proxies write that the browser came over TLS; some say `wss` of a socket. */
const SECURE = /^(?:https|wss)$/i

/** What a trusted proxy says of a request: the hosts that it was sent to, and whether over TLS. */
type Forwarded = { readonly hosts: readonly string[]; readonly isSecure: boolean }

/**
 * Which sites a request may name as its host and come from. The page of another site can give its own
 * name our address (DNS rebinding, https://en.wikipedia.org/wiki/DNS_rebinding), and a browser then takes
 * us for that site: so a name counts only where the operator has set it. Loopback names and addresses
 * are nobody else's.
 */
export class Sites {
  /** Whose word about who asks and where is taken. */
  readonly proxies: TrustedProxies
  readonly #names: ReadonlySet<string>
  readonly #origins: ReadonlySet<string>
  readonly #forwarded = new WeakMap<Request, Forwarded>()

  /** `own`: the origins at which people reach this server. `others`: those whose pages may call it. */
  constructor(own: readonly string[], others: readonly string[], proxies: TrustedProxies) {
    this.#names = new Set(own.map((origin) => new URL(origin).hostname))
    this.#origins = new Set([...own, ...others])
    this.proxies = proxies
  }

  /**
   * Refuses `invalid_host`. With a malformed Host Bun's `request.url` is not a URL. What a trusted proxy
   * forwards never replaces a check, it adds one: some pass on the client's own `X-Forwarded-Host`.
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
   * A browser sends cookies along from any page, and opens sockets to anywhere: who comes by cookie
   * must come from this origin, or from one that the operator allows.
   */
  checkOrigin(request: Request): void {
    const origin = request.headers.get('origin')
    if (origin !== null && this.#isOurs(origin, request)) return
    if (origin === null && request.method === 'GET' && request.headers.get('upgrade') === null)
      return
    throw new Refusal('origin_refused')
  }

  /**
   * Where a name is enough to come in, to be able to reach us is what lets one in: a page from elsewhere
   * must not borrow that from the browser that shows it. Programs say no origin.
   */
  checkPage(request: Request): void {
    const origin = request.headers.get('origin')
    if (origin === null || this.#isOurs(origin, request)) return
    throw new Refusal('origin_refused')
  }

  #checkName(host: string, isTrusted: boolean): void {
    const [, name = ''] = HOST.exec(host) ?? []
    if (name === '') throw new Refusal('invalid_host')
    if (isLocal(name) || this.#names.has(name.toLowerCase())) return
    // Proxies call nodes by names of their own network (`node-1`). A site on the web has a dot in its name.
    if (isTrusted && !/[.[]/.test(name)) return
    throw new Refusal(
      'invalid_host',
      'This server does not know the host name of this request: its operator can add it to PARLANCE_URL',
    )
  }

  #isOurs(origin: string, request: Request): boolean {
    if (this.#origins.has(origin)) return true
    const { hosts = [], isSecure = false } = this.#forwarded.get(request) ?? {}
    // Without a proxy's word for it TLS may end before us all the same.
    const schemes = isSecure ? ['https'] : ['https', 'http']
    const named = hosts.length > 0 ? hosts : [request.headers.get('host') ?? '']
    return named.some((host) =>
      schemes.some((scheme) => URL.parse(`${scheme}://${host}`)?.origin === origin),
    )
  }
}

/** What each proxy on the way wrote, the first one first. */
const valuesOf = (request: Request, header: string): string[] =>
  (request.headers.get(header) ?? '')
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean)

/** Of this machine alone, or no name at all. */
const isLocal = (name: string): boolean =>
  /^(?:.+\.)?localhost$/i.test(name) || isIP(name.replace(/^\[|\]$/g, '')) > 0

/** Whether only this machine reaches what listens there. */
export const isLoopback = (host: string): boolean =>
  /^(?:(?:.+\.)?localhost|127\..+|::1)$/i.test(host)
