import { compactVerify, SignJWT } from 'jose'
import type { User } from '../../protocol/entities.ts'
import { isAccountId, isOurs, isReserved, type UserId } from '../../protocol/ids.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { type Claims, claimsOf, readClaims } from './claims.ts'

/** The issuer of the server's own tokens. An app cannot forge them, because they have another secret. */
const OWN_ISSUER = 'parlance'
const GUEST_MS = 90 * 24 * 60 * 60 * 1000
/** How far the app's clock may be ahead of this machine's, in seconds. */
const LEEWAY_S = 60
/** An `iat` that is further ahead than this is not caused by a different clock, in seconds. */
const MAX_AHEAD_S = 60 * 60
const NOT_A_JWT = 'This is not a JWT: send the token as your backend signed it'
const WRONG_SIGNATURE =
  'signature: does not match. Sign the token with HS256; the key is the text of PARLANCE_JWT_SECRET'
const NOT_OWN =
  'iss: "parlance" is this server, which did not sign this token. Sign in again; an app uses another iss'

export type TokenOptions = {
  /** The app's HS256 secrets, the current and the previous one, of at least 32 bytes each. */
  readonly appSecrets: readonly string[]
  /** The only `iss` that is accepted in the app's tokens; undefined accepts any. */
  readonly appIssuer: string | undefined
  /** The audience that the `aud` of the app's tokens must contain; undefined accepts any. */
  readonly appAudience: string | undefined
  /** The claim of the app's tokens that carries the role on the whole server; undefined: tokens carry none. */
  readonly roleClaim: string | undefined
  /** The secret of the tokens that the server issues. */
  readonly ownSecret: string
  /** The clock for the expiry of the server's own tokens: the database's, in ms of the epoch, on every node. */
  readonly now: () => number
}

type Verified = {
  readonly claims: Pick<User, 'id' | 'name' | 'kind' | 'info' | 'role'>
  readonly by: 'the app' | 'the server'
  /** In ms of the epoch. */
  readonly issuedAt: number | undefined
  /** The time until it expires, in ms. */
  readonly lastsMs: number
}

/** JWTs (RFC 7519). Only HS256 is accepted, whatever the header of a token says. */
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
      .setIssuer(OWN_ISSUER)
      .setExpirationTime(new Date(until))
      .sign(bytes(this.#options.ownSecret))
  }

  async guestOf(token: string): Promise<UserId> {
    const { claims, by } = await this.verify(token)
    if (by === 'the server' && claims.kind === 'guest') return claims.id
    throw new Refusal('invalid_token', 'guestToken: is not the token of a guest')
  }

  /** Refuses `invalid_token` and `token_expired`. */
  async verify(token: string): Promise<Verified> {
    if (!isCanonical(token)) throw new Refusal('invalid_token', NOT_A_JWT)
    const isOwn = issuerOf(token) === OWN_ISSUER
    const { appSecrets, ownSecret, now: ownClock } = this.#options
    const payload = await payloadSignedWith(isOwn ? [ownSecret] : appSecrets, token)
    // A caller who cannot sign tokens learns only that, and nothing about the other claims.
    if (payload === undefined) throw new Refusal('invalid_token', isOwn ? NOT_OWN : WRONG_SIGNATURE)
    const claims = claimsOf(payload, isOwn ? undefined : this.#options.roleClaim)
    const { sub, name, exp, nbf, iat, info, role } = claims
    // An app's token is checked by this machine's clock: the leeway allows for a difference to the app's.
    const now = (isOwn ? ownClock() : Date.now()) / 1000
    if (exp <= now) throw new Refusal('token_expired')
    if (nbf !== undefined && nbf > now + LEEWAY_S)
      throw new Refusal('invalid_token', 'nbf: this token is not valid yet')
    const lastsMs = (exp - now) * 1000
    // The newest token decides the user's name and info. One from the far future would do so for ever.
    const issued = iat !== undefined && iat > now + MAX_AHEAD_S ? now : iat
    const issuedAt = issued === undefined ? undefined : Math.floor(issued * 1000)
    if (isOwn) {
      // Only sessions identify users with accounts.
      if (isAccountId(sub)) throw new Refusal('invalid_token', NOT_OWN)
      const kind = isOurs(sub) ? 'guest' : 'person'
      // A guest token from before names were cleaned may have no visible name. It stays valid.
      return {
        claims: { id: sub, name: name || 'Guest', kind },
        by: 'the server',
        issuedAt,
        lastsMs,
      }
    }
    this.#checkParties(claims)
    if (isReserved(sub))
      throw new Refusal('invalid_token', 'sub: is reserved for the server: use another id')
    if (name === '') throw new Refusal('invalid_token', 'name: has no visible characters')
    const user = {
      id: sub,
      name,
      kind: 'person',
      ...(info && { info }),
      ...(role && { role }),
    } as const
    return { claims: user, by: 'the app', issuedAt, lastsMs }
  }

  #checkParties({ iss, aud }: Claims): void {
    const { appIssuer, appAudience } = this.#options
    if (appIssuer !== undefined && iss !== appIssuer)
      throw new Refusal(
        'invalid_token',
        'iss: is not the issuer that this server accepts (PARLANCE_JWT_ISSUER)',
      )
    if (appAudience !== undefined && !aud.includes(appAudience))
      throw new Refusal(
        'invalid_token',
        'aud: is not the audience that this server accepts (PARLANCE_JWT_AUDIENCE)',
      )
  }
}

/** The clock of this machine, for a token that is checked where no database is open. */
export const machineClock = (): number => Date.now()

const bytes = (secret: string): Uint8Array => new TextEncoder().encode(secret)

/** Undefined if none of the secrets signed the token. */
async function payloadSignedWith(secrets: readonly string[], token: string): Promise<unknown> {
  for (const secret of secrets) {
    const { payload } = await compactVerify(token, bytes(secret), { algorithms: ['HS256'] }).catch(
      // The reason is not disclosed to a caller who cannot sign tokens.
      () => ({ payload: undefined }),
    )
    if (payload !== undefined) return readClaims(payload)
  }
  return undefined
}

/** Base64url has several encodings of one value, and Bun reads all of them. Only the canonical one is accepted. */
function isCanonical(token: string): boolean {
  const parts = token.split('.')
  return (
    parts.length === 3 &&
    parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  )
}

/** Read before the signature is checked, only to choose the secret. Nothing else of the payload is trusted. */
function issuerOf(token: string): unknown {
  const payload = readClaims(Buffer.from(token.split('.')[1] ?? '', 'base64url'))
  return typeof payload === 'object' && payload !== null && 'iss' in payload && payload.iss
}
