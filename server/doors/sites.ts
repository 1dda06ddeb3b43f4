import { isIP } from 'node:net'
import { Refusal } from '../../protocol/refusals.ts'

/** `host[:port]`, a name, an IPv4 or a bracketed IPv6 address. */
const HOST = /^([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i

/**
 * Which sites a request may name as its host and come from. The page of another site can give its own
 * name our address (DNS rebinding, https://en.wikipedia.org/wiki/DNS_rebinding), and a browser then takes
 * us for that site: so a name counts only where the operator has set it. Loopback names and addresses
 * are nobody else's.
 */
export class Sites {
  readonly #names: ReadonlySet<string>
  readonly #origins: ReadonlySet<string>

  /** `own`: the origins at which people reach this server. `others`: those whose pages may call it. */
  constructor(own: readonly string[], others: readonly string[]) {
    this.#names = new Set(own.map((origin) => new URL(origin).hostname))
    this.#origins = new Set([...own, ...others])
  }

  /** Refuses `invalid_host`. With a malformed Host Bun's `request.url` is not a URL. */
  checkHost(request: Request): void {
    const [, name = ''] = HOST.exec(request.headers.get('host') ?? '') ?? []
    if (name === '') throw new Refusal('invalid_host')
    if (isLocal(name) || this.#names.has(name.toLowerCase())) return
    throw new Refusal(
      'invalid_host',
      'This server is not known by that name: PARLANCE_URL says by which it is',
    )
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

  #isOurs(origin: string, request: Request): boolean {
    if (this.#origins.has(origin)) return true
    const host = request.headers.get('host')
    return origin === `http://${host}` || origin === `https://${host}`
  }
}

/** Of this machine alone, or no name at all. */
const isLocal = (name: string): boolean =>
  /^(?:.+\.)?localhost$/i.test(name) || isIP(name.replace(/^\[|\]$/g, '')) > 0

/** Whether only this machine reaches what listens there. */
export const isLoopback = (host: string): boolean =>
  /^(?:(?:.+\.)?localhost|127\..+|::1)$/i.test(host)
