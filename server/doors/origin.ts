import { Refusal } from '../../protocol/refusals.ts'

/** `host[:port]`, a name, an IPv4 or a bracketed IPv6 address. */
const HOST = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i

/** With a malformed Host Bun's `request.url` is not a URL. No link is ever built from it. */
export function checkHost(request: Request): void {
  const host = request.headers.get('host')
  if (host === null || !HOST.test(host)) throw new Refusal('invalid_host')
}

/**
 * A browser sends cookies along from any page, and opens sockets to anywhere: who comes by cookie
 * must come from this origin, or from one that the operator allows.
 */
export function checkOrigin(request: Request, allowed: ReadonlySet<string>): void {
  const origin = request.headers.get('origin')
  if (origin !== null && (allowed.has(origin) || isOwn(origin, request))) return
  if (origin === null && request.method === 'GET' && request.headers.get('upgrade') === null) return
  throw new Refusal('origin_refused')
}

/**
 * Where a name is enough to come in, to be able to reach us is what lets one in: a page from elsewhere
 * must not borrow that from the browser that shows it. Programs say no origin.
 */
export function checkPage(request: Request, allowed: ReadonlySet<string>): void {
  const origin = request.headers.get('origin')
  if (origin === null || allowed.has(origin) || isOwn(origin, request)) return
  throw new Refusal('origin_refused')
}

function isOwn(origin: string, request: Request): boolean {
  const host = request.headers.get('host')
  return origin === `http://${host}` || origin === `https://${host}`
}
