import * as z from 'zod'
import type { User } from '../../protocol/entities.ts'
import { UserId } from '../../protocol/ids.ts'
import { checkJson, decodeUtf8, readJson } from '../../protocol/json.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { Data } from '../../protocol/text.ts'
import { nearest } from '../../protocol/visible.ts'

/** The last second of the year 9999: what is later is counted in milliseconds, or by mistake. */
const LAST_S = 253_402_300_799

const says = (wrong: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'is missing' : wrong),
})
/** A `NumericDate`, which may have decimals. */
const Seconds = z
  .number(says('must be a number of seconds'))
  .nonnegative('must be a number of seconds')
  .max(LAST_S, 'must be before the year 10000: it counts seconds')
const Word = z.string(says('must be text')).min(1, 'is empty')

const Claims = z.looseObject({
  /** Many apps count their users. */
  sub: z.preprocess((sub) => (Number.isSafeInteger(sub) ? `${sub}` : sub), Word.pipe(UserId)),
  name: z.string(says('must be text')).transform((name) => nearest(name, LIMITS.nameLength)),
  iss: Word,
  aud: z
    .union([z.string(), z.array(z.string())], says('must be text or a list of texts'))
    .transform((aud) => [aud].flat())
    .optional(),
  exp: Seconds,
  nbf: Seconds.optional(),
  iat: Seconds.optional(),
})

/** What a token says. `name`: the nearest that fits, empty where nothing of it is to be seen. */
export type Claims = Pick<
  z.infer<typeof Claims>,
  'sub' | 'name' | 'iss' | 'exp' | 'nbf' | 'iat'
> & {
  readonly aud: readonly string[]
  /** Other claims are the app's own words about the user, less those that only describe the token. */
  readonly info?: NonNullable<User['info']>
}

/** They describe a sign-in or its token, and change with each, while the user stays the same. */
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

/** Refuses `invalid_token`, and names each claim that is wrong. */
export function claimsOf(payload: unknown): Claims {
  const parsed = Claims.safeParse(payload)
  if (!parsed.success) throw wrong(parsed.error)
  const { sub, name, iss, aud = [], exp, nbf, iat, ...others } = parsed.data
  const claims = { sub, name, iss, aud, exp, nbf, iat }
  const info = Object.fromEntries(Object.entries(others).filter(([claim]) => !OF_TOKEN.has(claim)))
  return Object.keys(info).length === 0 ? claims : { ...claims, info: infoOf(info) }
}

/** A token's payload. Refuses `invalid_token`. */
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
      throw error instanceof Refusal ? refused([[name, error.message]]) : error
    }
  }
  const info = Data.safeParse(claims)
  if (!info.success) throw wrong(info.error)
  return info.data
}

/** What concerns all of them has no path. */
const wrong = ({ issues }: z.ZodError): Refusal =>
  refused(issues.map(({ path: [name = 'info'], message }) => [`${String(name)}`, message]))

const refused = (claims: readonly (readonly [name: string, says: string])[]): Refusal =>
  new Refusal(
    'invalid_token',
    claims
      .slice(0, LIMITS.refusedFields)
      .map(([name, says]) => `${name.slice(0, 64).toWellFormed()}: ${says}`)
      .join('; '),
  )
