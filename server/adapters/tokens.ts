import { compactVerify, SignJWT } from 'jose'
import type { User } from '../../protocol/entities.ts'
import { isOurs, isReserved } from '../../protocol/ids.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { type Claims, claimsOf, readClaims } from './claims.ts'

/** The issuer of the server's own tokens, which an app's can never claim: it is another secret. */
const OURS = 'parlance'
const GUEST_MS = 90 * 24 * 60 * 60 * 1000
/** How far another machine's clock may be ahead of ours. */
const LEEWAY_S = 60
/** An `iat` that is further ahead is no other clock's, in seconds. */
const AHEAD_S = 60 * 60

export type TokenOptions = {
  /** HS256 secrets of the app, the current and the previous, of at least 32 bytes. */
  readonly appSecrets: readonly string[]
  /** Which issuer the app's tokens must name, where only one may. */
  readonly appIssuer: string | undefined
  /** Whom they must be for, where that is asked. */
  readonly appAudience: string | undefined
  /** The secret of the tokens that the server gives its guests. */
  readonly ownSecret: string
  /** What the server's own tokens end by, on whatever node: the database's clock, in ms of the epoch. */
  readonly now: () => number
}

type Verified = {
  readonly claims: Pick<User, 'id' | 'name' | 'kind' | 'info'>
  readonly by: 'the app' | 'the server'
  /** In ms of the epoch. */
  readonly issuedAt: number | undefined
  /** How long it is yet good, in ms. */
  readonly lastsMs: number
}

/** JWTs (RFC 7519): HS256 and nothing else, whatever their header says. */
export class Tokens {
  readonly #options: TokenOptions

  constructor(options: TokenOptions) {
    this.#options = options
  }

  guestToken(user: User): Promise<string> {
    return this.userToken(user, this.#options.now() + GUEST_MS)
  }

  userToken({ id, name }: User, until: number): Promise<string> {
    return new SignJWT({ name })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(id)
      .setIssuer(OURS)
      .setExpirationTime(new Date(until))
      .sign(bytes(this.#options.ownSecret))
  }

  /** Refuses `invalid_token` and `token_expired`. */
  async verify(token: string): Promise<Verified> {
    if (!isCanonical(token)) throw new Refusal('invalid_token')
    const isOwn = issuerOf(token) === OURS
    const { appSecrets, ownSecret, now: ours } = this.#options
    const claims = claimsOf(await verified(token, isOwn ? [ownSecret] : appSecrets))
    const { sub, name, exp, nbf, iat, info } = claims
    // An app's token is between its clock and this machine's; the leeway is for these two.
    const now = (isOwn ? ours() : Date.now()) / 1000
    if (exp <= now) throw new Refusal('token_expired')
    if (nbf !== undefined && nbf > now + LEEWAY_S)
      throw new Refusal('invalid_token', 'nbf: this token is not valid yet')
    const lastsMs = (exp - now) * 1000
    // What says that it comes from the future would stand against every word to come.
    // A clock may be ahead; what is further ahead would stand against every later word.
    const issued = iat !== undefined && iat > now + AHEAD_S ? now : iat
    const issuedAt = issued === undefined ? undefined : Math.floor(issued * 1000)
    if (isOwn) {
      const kind = isOurs(sub) ? 'guest' : 'person'
      // Whoever came before names were cleaned comes in all the same.
      return {
        claims: { id: sub, name: name || 'Guest', kind },
        by: 'the server',
        issuedAt,
        lastsMs,
      }
    }
    this.#checkParties(claims)
    if (isReserved(sub)) throw new Refusal('invalid_token', 'sub: is not for an app to give')
    if (name === '') throw new Refusal('invalid_token', 'name: has nothing that people see')
    const user = { id: sub, name, kind: 'person', ...(info && { info }) } as const
    return { claims: user, by: 'the app', issuedAt, lastsMs }
  }

  #checkParties({ iss, aud }: Claims): void {
    const { appIssuer, appAudience } = this.#options
    if (appIssuer !== undefined && iss !== appIssuer)
      throw new Refusal('invalid_token', 'iss: this token is from another issuer')
    if (appAudience !== undefined && !aud.includes(appAudience))
      throw new Refusal('invalid_token', 'aud: this token is for somebody else')
  }
}

const bytes = (secret: string): Uint8Array => new TextEncoder().encode(secret)

async function verified(token: string, secrets: readonly string[]): Promise<unknown> {
  for (const secret of secrets) {
    const { payload } = await compactVerify(token, bytes(secret), { algorithms: ['HS256'] }).catch(
      // Why exactly is nobody's business who cannot sign.
      () => ({ payload: undefined }),
    )
    if (payload !== undefined) return readClaims(payload)
  }
  throw new Refusal('invalid_token')
}

/** Base64url has many spellings of one value, Bun reads them all, and only one is ours to take. */
function isCanonical(token: string): boolean {
  const parts = token.split('.')
  return (
    parts.length === 3 &&
    parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  )
}

/** Read before the signature is checked, to choose the secret by: nothing else is believed of it. */
function issuerOf(token: string): unknown {
  const payload = readClaims(Buffer.from(token.split('.')[1] ?? '', 'base64url'))
  return typeof payload === 'object' && payload !== null && 'iss' in payload && payload.iss
}
