import * as z from 'zod'
import { SERVER_ROLES, ServerRole, type User } from '../../protocol/entities.ts'
import { UserId } from '../../protocol/ids.ts'
import { checkJson, decodeUtf8, readJson } from '../../protocol/json.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { Data } from '../../protocol/text.ts'
import { nearest } from '../../protocol/visible.ts'

/** The last second of the year 9999: a later time is in milliseconds, or a mistake. */
const LAST_S = 253_402_300_799

const errorOf = (wrong: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'is missing' : wrong),
})
/** A `NumericDate`, which may have decimals. */
const Seconds = z
  .number(errorOf('must be a number of seconds'))
  .nonnegative('must be a number of seconds')
  .max(LAST_S, 'must be before the year 10000: it counts seconds')
const Text = z.string(errorOf('must be text')).min(1, 'is empty')

const Claims = z.looseObject({
  /** Many apps have numbers as the ids of their users. */
  sub: z.preprocess((sub) => (Number.isSafeInteger(sub) ? `${sub}` : sub), Text.pipe(UserId)),
  name: z.string(errorOf('must be text')).transform((name) => nearest(name, LIMITS.nameLength)),
  iss: Text,
  aud: z
    .union([z.string(), z.array(z.string())], errorOf('must be text or a list of texts'))
    .transform((aud) => [aud].flat())
    .optional(),
  exp: Seconds,
  nbf: Seconds.optional(),
  iat: Seconds.optional(),
})

/** The claims of a token. `name`: cleaned and shortened; empty if it has no visible characters. */
export type Claims = Pick<
  z.infer<typeof Claims>,
  'sub' | 'name' | 'iss' | 'exp' | 'nbf' | 'iat'
> & {
  readonly aud: readonly string[]
  /** All other claims, which the app adds about the user, except those that describe the token. */
  readonly info?: NonNullable<User['info']>
  /** Undefined if no claim is configured for it. A token without the claim has the role `user`. */
  readonly role?: ServerRole
}

/** Claims that describe the sign-in or the token, and so change while the user stays the same. */
const OF_TOKEN: ReadonlySet<string> = new Set([
  'jti',
  'sid',
  'nonce',
  'auth_time',
  'at_hash',
  'c_hash',
  'acr',
  'amr',
  'azp',
])

/** Refuses `invalid_token`, and names each invalid claim. `roleClaim`: the claim that carries the server role. */
export function claimsOf(payload: unknown, roleClaim?: string): Claims {
  const parsed = Claims.safeParse(payload)
  if (!parsed.success) throw refusalOf(parsed.error)
  const { sub, name, iss, aud = [], exp, nbf, iat, ...others } = parsed.data
  const role = roleClaim === undefined ? undefined : roleOf(roleClaim, others[roleClaim], iat)
  const claims = { sub, name, iss, aud, exp, nbf, iat, ...(role && { role }) }
  const info = Object.fromEntries(
    Object.entries(others).filter(([claim]) => !OF_TOKEN.has(claim) && claim !== roleClaim),
  )
  return Object.keys(info).length === 0 ? claims : { ...claims, info: infoOf(info) }
}

/** A token with another value is refused, so that a typing error does not silently give a user no role. */
function roleOf(claim: string, value: unknown, iat: number | undefined): ServerRole {
  const role = ServerRole.default('user').safeParse(value)
  // Without its time, an old token would give a role back that was taken away since.
  if (role.success && value !== undefined && iat === undefined)
    throw invalidToken([['iat', `is missing: a token with ${claim} needs it`]])
  if (role.success) return role.data
  throw invalidToken([[claim, `must be one of ${SERVER_ROLES.join(', ')}, or be missing`]])
}

/** Parses a token's payload. Refuses `invalid_token`. */
export function readClaims(payload: Uint8Array): unknown {
  try {
    return readJson(decodeUtf8(payload))
  } catch (error) {
    throw error instanceof Refusal ? new Refusal('invalid_token', error.message) : error
  }
}

function infoOf(claims: Record<string, unknown>): Data {
  for (const [name, value] of Object.entries(claims)) {
    try {
      checkJson({ [name]: value })
    } catch (error) {
      throw error instanceof Refusal ? invalidToken([[name, error.message]]) : error
    }
  }
  const info = Data.safeParse(claims)
  if (!info.success) throw refusalOf(info.error)
  return info.data
}

/** An issue without a path is about `info` as a whole. */
const refusalOf = ({ issues }: z.ZodError): Refusal =>
  invalidToken(issues.map(({ path: [name = 'info'], message }) => [`${String(name)}`, message]))

const invalidToken = (claims: readonly (readonly [claim: string, problem: string])[]): Refusal =>
  new Refusal(
    'invalid_token',
    claims
      .slice(0, LIMITS.refusedFields)
      .map(([claim, problem]) => `${claim.slice(0, 64).toWellFormed()}: ${problem}`)
      .join('; '),
  )
