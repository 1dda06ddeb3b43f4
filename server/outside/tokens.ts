import { compactVerify, SignJWT } from 'jose'
import * as z from 'zod'
import type { User } from '../../protocol/entities.ts'
import { isOurs, UserId } from '../../protocol/ids.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { Name } from '../../protocol/text.ts'

/** The issuer of the server's own tokens, which an app's can never claim: it is another secret. */
const OURS = 'parlance'
const GUEST_MS = 90 * 24 * 60 * 60 * 1000
/** How far another machine's clock may be ahead of ours. */
const LEEWAY_S = 60

const Times = {
  exp: z.int().positive(),
  nbf: z.int().optional(),
  iat: z.number().optional().catch(undefined),
}
const Claims = z.looseObject({
  sub: UserId,
  name: Name,
  iss: z.string().min(1),
  ...Times,
})

export type TokenOptions = {
  /** HS256 secrets of the app, the current and the previous, of at least 32 bytes. */
  readonly appSecrets: readonly string[]
  /** Which issuer the app's tokens must name, where only one may. */
  readonly appIssuer: string | undefined
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
    const { appSecrets, appIssuer, ownSecret, now: ours } = this.#options
    const payload = await verified(token, isOwn ? [ownSecret] : appSecrets)
    const parsed = Claims.safeParse(payload)
    if (!parsed.success) throw new Refusal('invalid_token', 'sub, name, iss and exp are required')
    const { sub, name, iss, exp, nbf, iat, ...info } = parsed.data
    // An app's token is between its clock and this machine's; the leeway is for these two.
    const now = (isOwn ? ours() : Date.now()) / 1000
    if (exp <= now) throw new Refusal('token_expired')
    if (nbf !== undefined && nbf > now + LEEWAY_S)
      throw new Refusal('invalid_token', 'This token is not valid yet')
    const lastsMs = (exp - now) * 1000
    const issuedAt = iat === undefined ? undefined : iat * 1000
    if (isOwn) {
      const kind = isOurs(sub) ? 'guest' : 'person'
      return { claims: { id: sub, name, kind }, by: 'the server', issuedAt, lastsMs }
    }
    if (appIssuer !== undefined && iss !== appIssuer)
      throw new Refusal('invalid_token', 'This token is from another issuer')
    if (isOurs(sub)) throw new Refusal('invalid_token', 'This sub is not for an app to give')
    const claims = { id: sub, name, kind: 'person', ...infoOf(info) } as const
    return { claims, by: 'the app', issuedAt, lastsMs }
  }
}

const bytes = (secret: string): Uint8Array => new TextEncoder().encode(secret)

async function verified(token: string, secrets: readonly string[]): Promise<unknown> {
  for (const secret of secrets) {
    const { payload } = await compactVerify(token, bytes(secret), { algorithms: ['HS256'] }).catch(
      // Why exactly is nobody's business who cannot sign.
      () => ({ payload: undefined }),
    )
    if (payload !== undefined) return parse(payload)
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
  const payload = parse(Buffer.from(token.split('.')[1] ?? '', 'base64url'))
  return typeof payload === 'object' && payload !== null && 'iss' in payload && payload.iss
}

function parse(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    throw new Refusal('invalid_token')
  }
}

/** Other claims are the app's own words about the user, less those that only describe the token. */
function infoOf({ jti: _, aud: __, ...info }: Record<string, unknown>): {
  info?: NonNullable<User['info']>
} {
  if (Object.keys(info).length === 0) return {}
  return { info: info as NonNullable<User['info']> }
}
