import type { User } from '../../protocol/entities.ts'
import type { SessionId, UserId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Caller, SessionTokens, Store } from '../domain/ports.ts'
import { serverBanOf } from '../domain/sanctions/server-ban.ts'
import { recognizeSession, requireSession } from '../domain/sessions/recognize.ts'
import { nextTicket } from '../domain/tickets/next.ts'
import { redeem } from '../domain/tickets/redeem.ts'
import { type SignIn, signedIn, signIn } from '../domain/users/sign-in.ts'
import { ACCESS_COOKIE } from './http/session-cookies.ts'
import type { Sites } from './http/sites.ts'
import { TICKET_SEPARATOR } from './live/resume-token.ts'

/** The cookies that carry a token: the app sets the first one for its own site, and this server the second one. */
const COOKIES = ['parlance_token', ACCESS_COOKIE] as const
/** The most tokens in the cache: verifying a signature costs more than most answers. */
const MAX_CACHED = 50_000
/** How long a user who was deleted on another node can still use a cached token. */
const RECHECK_MS = 5000

/** The content of a token whose signature and times are valid. `lastsMs`: the time until it expires. */
export type Verified = SignIn & { readonly lastsMs: number }

/** Refuses `invalid_token` and `token_expired`. */
export type Verify = (token: string) => Promise<Verified>

export type Authenticator = {
  /** Reads a header or a cookie. Undefined if there is neither. */
  readonly request: (request: Request) => Promise<Caller | undefined>
  /** For a request that opens a stream or a socket: reads a ticket, too. */
  readonly connection: (request: Request) => Promise<Caller | undefined>
  /** The suffix of a stream's ids: the next ticket, if the stream was opened with a ticket. */
  readonly suffix: (request: Request, caller: Caller) => Promise<string>
  readonly token: (token: string) => Promise<Caller>
  /** Reads the user and the session again at the next request. */
  readonly forget: (user: UserId) => void
  /** Whether `forget` was called for the user a moment ago. */
  readonly isForgotten: (caller: Caller) => boolean
  /** For a caller of an open connection. Refuses `session_ended`. */
  readonly check: (caller: Caller) => Promise<void>
}

/** Turns credentials into callers, for all transports. */
export function openAuthenticator(
  store: Store,
  verify: Verify,
  sessionTokens: Pick<SessionTokens, 'isAccess'>,
  sites: Sites,
): Authenticator {
  // Only canonical tokens are valid, so a token has exactly one string.
  const cache = new Map<string, Cached>()
  /** Until when the sessions of open connections need no check. */
  const checked = new Map<SessionId, number>()
  /** Users that changed here. Their cached entries are not used until none can be older than the change. */
  const forgotten = new Map<UserId, number>()

  async function token(text: string): Promise<Caller> {
    if (text.length > LIMITS.tokenBytes)
      throw new Refusal('invalid_token', 'The token is too large: at most 16 KiB')
    const cached = cache.get(text)
    const now = performance.now()
    if (cached === undefined || cached.caller.endsAt <= now) return verified(text)
    if (cached.until > now && !forgotten.has(cached.caller.user.id)) return cached.caller
    const { caller, readAgain } = cached
    return remember(text, { ...caller, user: await readAgain() }, now, readAgain)
  }

  async function verified(text: string): Promise<Caller> {
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value ?? '')
    const begun = performance.now()
    if (sessionTokens.isAccess(text)) {
      const { user, session, lastsMs } = await recognizeSession(store, text)
      const caller = { user, session, endsAt: performance.now() + lastsMs }
      return remember(text, caller, begun, async () => (await recognizeSession(store, text)).user)
    }
    const { lastsMs, ...claims } = await verify(text)
    const endsAt = performance.now() + lastsMs
    const caller = { user: await signIn(store, claims), endsAt }
    return remember(text, caller, begun, () => signedIn(store, claims))
  }

  /** `begun`: before the caller was read. A read can take seconds, and a change during it is not in its answer. */
  async function remember(
    text: string,
    read: Caller,
    begun: number,
    readAgain: Cached['readAgain'],
  ): Promise<Caller> {
    const caller = { ...read, ban: await serverBanOf(store, read.user.id) }
    cache.set(text, { caller, until: begun + RECHECK_MS, readAgain })
    return caller
  }

  function forget(user: UserId): void {
    const now = performance.now()
    for (const [other, until] of forgotten) {
      if (until > now) break // the entries are in the order of their times
      forgotten.delete(other)
    }
    // A user who was read just before the change can be cached just after it.
    forgotten.set(user, now + 2 * RECHECK_MS)
  }

  const isForgotten = ({ user }: Caller): boolean =>
    (forgotten.get(user.id) ?? 0) > performance.now()

  async function check(caller: Caller): Promise<void> {
    const { session } = caller
    if (session === undefined) return
    const now = performance.now()
    if ((checked.get(session) ?? 0) > now && !isForgotten(caller)) return
    await requireSession(store, session)
    if (checked.size >= MAX_CACHED) checked.clear()
    checked.set(session, now + RECHECK_MS)
  }

  async function request(request: Request): Promise<Caller | undefined> {
    const header = request.headers.get('authorization')
    if (header !== null) {
      const [, bearer] = /^Bearer ([^\s]+)$/i.exec(header) ?? []
      if (bearer === undefined)
        throw new Refusal('invalid_token', 'The Authorization header must be: Bearer <token>')
      return token(bearer)
    }
    const cookie = cookieOf(request)
    if (cookie === undefined) return undefined
    sites.checkOrigin(request)
    return token(cookie)
  }

  async function connection(opening: Request): Promise<Caller | undefined> {
    const ticket = ticketOf(opening.url)
    if (ticket === undefined) return request(opening)
    // An EventSource reconnects to the same URL. The ticket for the new connection is in its last id.
    const [, next] = opening.headers.get('last-event-id')?.split(TICKET_SEPARATOR) ?? []
    const caller = await redeem(store, next ?? ticket)
    return { ...caller, ban: await serverBanOf(store, caller.user.id) }
  }

  async function suffix(opening: Request, caller: Caller): Promise<string> {
    if (ticketOf(opening.url) === undefined) return ''
    return TICKET_SEPARATOR + (await nextTicket(store, caller))
  }

  return { request, connection, suffix, token, forget, isForgotten, check }
}

/** `until`: by `performance.now()`. `readAgain` refuses if the token is not valid any more. */
type Cached = {
  readonly caller: Caller
  readonly until: number
  readonly readAgain: () => Promise<User>
}

/** The token in the cookies of a request, if there is one. */
function cookieOf(request: Request): string | undefined {
  const header = request.headers.get('cookie')
  if (header === null || !COOKIES.some((name) => header.includes(name))) return undefined
  const cookies = new Bun.CookieMap(header)
  return COOKIES.map((name) => cookies.get(name)).find(Boolean) ?? undefined
}

function ticketOf(url: string): string | undefined {
  const query = url.indexOf('?')
  return (query < 0 ? undefined : new URLSearchParams(url.slice(query)).get('ticket')) ?? undefined
}
