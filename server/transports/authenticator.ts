import type { UserId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Caller, Store } from '../domain/ports.ts'
import { nextTicket } from '../domain/tickets/next.ts'
import { redeem } from '../domain/tickets/redeem.ts'
import { knownUser } from '../domain/users/known.ts'
import { type SignIn, signIn } from '../domain/users/sign-in.ts'
import type { Sites } from './http/sites.ts'
import { TICKET_SEPARATOR } from './live/resume-token.ts'

/** The cookie that carries a token, where the app sets one for its own site. */
const COOKIE = 'parlance_token'
/** Tokens whose caller is remembered: checking a signature costs more than most answers. */
const REMEMBERED = 50_000
/** How long a user who was deleted on another node may still be taken for one who is there. */
const LOOK_AGAIN_MS = 5000

/** What a token says, once its signature and its times have been checked. `lastsMs`: how long it is yet good. */
export type Verified = SignIn & { readonly lastsMs: number }

/** Refuses `invalid_token` and `token_expired`. */
export type Verify = (token: string) => Promise<Verified>

export type Authenticator = {
  /** By header or cookie. Undefined where there is neither. */
  readonly request: (request: Request) => Promise<Caller | undefined>
  /** By ticket too: what opens a stream or a socket. */
  readonly listener: (request: Request) => Promise<Caller | undefined>
  /** What a stream adds to its ids, so that whoever opened it by a ticket may come back. */
  readonly suffix: (request: Request, caller: Caller) => Promise<string>
  readonly token: (token: string) => Promise<Caller>
  /** Looks again at who this is, when they come next. */
  readonly forget: (user: UserId) => void
}

/** A way in becomes a caller, for all transports. */
export function openAuthenticator(store: Store, verify: Verify, sites: Sites): Authenticator {
  // Only canonical tokens get in, so one token is one string.
  const remembered = new Map<string, Remembered>()
  /** Who was deleted here, for as long as somebody may be remembered unseen. */
  const forgotten = new Map<UserId, number>()

  async function token(word: string): Promise<Caller> {
    if (word.length > LIMITS.tokenBytes)
      throw new Refusal('invalid_token', 'The token is too large: at most 16 KiB')
    const known = remembered.get(word)
    const now = performance.now()
    if (known === undefined || known.caller.endsAt <= now) return first(word)
    if (known.until > now && !forgotten.has(known.caller.user.id)) return known.caller
    const { user, endsAt } = known.caller
    return remember(word, { user: await knownUser(store, user.id), endsAt })
  }

  async function first(word: string): Promise<Caller> {
    const { lastsMs, ...arrival } = await verify(word)
    const endsAt = performance.now() + lastsMs
    const caller = { user: await signIn(store, arrival), endsAt }
    if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value ?? '')
    return remember(word, caller)
  }

  function remember(word: string, caller: Caller): Caller {
    remembered.set(word, { caller, until: performance.now() + LOOK_AGAIN_MS })
    return caller
  }

  function forget(user: UserId): void {
    const now = performance.now()
    for (const [other, until] of forgotten) {
      if (until > now) break // they stand in the order in which they went
      forgotten.delete(other)
    }
    // Who was looked at just before may be remembered just after.
    forgotten.set(user, now + 2 * LOOK_AGAIN_MS)
  }

  async function request(request: Request): Promise<Caller | undefined> {
    const header = request.headers.get('authorization')
    if (header !== null) {
      const [, word] = /^Bearer ([^\s]+)$/i.exec(header) ?? []
      if (word === undefined)
        throw new Refusal('invalid_token', 'The Authorization header must be: Bearer <token>')
      return token(word)
    }
    const cookies = request.headers.get('cookie')
    const word = cookies?.includes(COOKIE) ? new Bun.CookieMap(cookies).get(COOKIE) : undefined
    if (!word) return undefined
    sites.checkOrigin(request)
    return token(word)
  }

  async function listener(opening: Request): Promise<Caller | undefined> {
    const ticket = ticketOf(opening.url)
    if (ticket === undefined) return request(opening)
    // An EventSource comes back to the same address: the ticket for that is in its last id.
    const [, next] = opening.headers.get('last-event-id')?.split(TICKET_SEPARATOR) ?? []
    return redeem(store, next ?? ticket)
  }

  async function suffix(opening: Request, caller: Caller): Promise<string> {
    if (ticketOf(opening.url) === undefined) return ''
    return TICKET_SEPARATOR + (await nextTicket(store, caller))
  }

  return { request, listener, suffix, token, forget }
}

/** `until`: by `performance.now()`. */
type Remembered = { readonly caller: Caller; readonly until: number }

function ticketOf(url: string): string | undefined {
  const query = url.indexOf('?')
  return (query < 0 ? undefined : new URLSearchParams(url.slice(query)).get('ticket')) ?? undefined
}
