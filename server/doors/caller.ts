import type { User } from '../../protocol/entities.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Caller, Store } from '../domain/ports.ts'
import { redeem } from '../domain/tickets/redeem.ts'
import { arrive } from '../domain/users/arrive.ts'
import { checkOrigin } from './origin.ts'

/** The cookie that carries a token, where the app sets one for its own site. */
const COOKIE = 'parlance_token'
/** Tokens whose caller is remembered: checking a signature costs more than most answers. */
const REMEMBERED = 50_000

/** What a token says, once its signature and its times have been checked. */
export type Claims = Pick<User, 'id' | 'name' | 'kind' | 'info'>
export type Verified = { readonly claims: Claims; readonly expiresAt: number }

/** Refuses `invalid_token` and `token_expired`. */
export type Verify = (token: string) => Promise<Verified>

export type CallerOf = {
  /** By header or cookie. Undefined where there is neither. */
  readonly request: (request: Request) => Promise<Caller | undefined>
  /** By ticket too: what opens a stream or a socket. */
  readonly listener: (request: Request) => Promise<Caller | undefined>
  readonly token: (token: string) => Promise<Caller>
}

/** A way in becomes a caller, for all doors. */
export function callers(store: Store, verify: Verify, origins: ReadonlySet<string>): CallerOf {
  // Only canonical tokens get in, so one token is one string.
  const remembered = new Map<string, Caller>()

  async function token(word: string): Promise<Caller> {
    const known = remembered.get(word)
    if (known !== undefined && known.expiresAt > Date.now()) return known
    const { claims, expiresAt } = await verify(word)
    const caller = { user: await arrive(store, claims), expiresAt }
    if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value ?? '')
    remembered.set(word, caller)
    return caller
  }

  async function request(request: Request): Promise<Caller | undefined> {
    const header = request.headers.get('authorization')
    if (header !== null) {
      const [, word] = /^Bearer ([^\s]+)$/i.exec(header) ?? []
      if (word === undefined) throw new Refusal('invalid_token', 'Expected: Bearer <token>')
      return token(word)
    }
    const cookies = request.headers.get('cookie')
    const word = cookies?.includes(COOKIE) ? new Bun.CookieMap(cookies).get(COOKIE) : undefined
    if (!word) return undefined
    checkOrigin(request, origins)
    return token(word)
  }

  async function listener(opening: Request): Promise<Caller | undefined> {
    const ticket = ticketOf(opening.url)
    if (ticket === undefined) return request(opening)
    return redeem(store, ticket)
  }

  return { request, listener, token }
}

function ticketOf(url: string): string | undefined {
  const query = url.indexOf('?')
  return (query < 0 ? undefined : new URLSearchParams(url.slice(query)).get('ticket')) ?? undefined
}
