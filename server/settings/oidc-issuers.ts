import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { ConfigError, sentence } from './config-error.ts'

/** http is for an issuer on this machine. */
const LOOPBACK = /^http:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::|\/|$)/
export const issuerUrl = z
  .string()
  .refine(
    (url) =>
      URL.canParse(url) && /^[^?#]+$/.test(url) && (/^https:/.test(url) || LOOPBACK.test(url)),
    'must be https://…, without a query',
  )
export const signUp = z.enum(['invite', 'open'], { error: 'must be invite or open' })
const text = z.string().min(1)
/** A sign-in page with more of them would not help anybody. */
const MAX_PROVIDERS = 20

const Issuer = z.strictObject({
  issuer: issuerUrl,
  client_id: text,
  client_secret: text.optional(),
  name: text.max(60).optional(),
  sign_up: signUp.default('invite'),
})
const Issuers = z.record(
  z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be 1 to 32 of a-z, 0-9 and -'),
  Issuer,
)
type Issuer = z.infer<typeof Issuer>

export type OidcSettings = {
  readonly url: readonly string[]
  readonly oidcIssuer: string | undefined
  readonly oidcClientId: string | undefined
  readonly oidcClientSecret: string | undefined
  readonly oidcName: string
  readonly oidcSignUp: 'invite' | 'open'
  readonly oidcProviders: string
}

/** The issuer of the settings, which has the id `oidc`, and those of the file. */
export function oidcIssuers(settings: OidcSettings) {
  const issuers = { ...ofSettings(settings), ...ofFile(settings.oidcProviders) }
  if (Object.keys(issuers).length > 0 && settings.url.length === 0)
    throw new ConfigError(
      'PARLANCE_URL: is needed for sign-in providers, which send users back to it',
    )
  if (Object.keys(issuers).length > MAX_PROVIDERS)
    throw new ConfigError(`PARLANCE_OIDC_PROVIDERS: at most ${MAX_PROVIDERS} providers are allowed`)
  const used = new Map<string, string>()
  return Object.entries(issuers).map(([id, issuer]) => {
    const { href } = new URL(issuer.issuer)
    const other = used.get(href)
    if (other !== undefined)
      throw new ConfigError(`PARLANCE_OIDC_PROVIDERS: ${other} and ${id} have the same issuer`)
    used.set(href, id)
    return {
      id,
      name: issuer.name ?? id,
      issuer: issuer.issuer,
      clientId: issuer.client_id,
      clientSecret: issuer.client_secret,
      mayJoin: issuer.sign_up === 'open',
    }
  })
}

function ofSettings(settings: OidcSettings): Record<string, Issuer> {
  const { oidcIssuer, oidcClientId, oidcClientSecret, oidcName, oidcSignUp } = settings
  if (oidcIssuer === undefined) return {}
  if (oidcClientId === undefined)
    throw new ConfigError('PARLANCE_OIDC_CLIENT_ID: is needed for PARLANCE_OIDC_ISSUER')
  const issuer = {
    issuer: oidcIssuer,
    client_id: oidcClientId,
    client_secret: oidcClientSecret,
    name: oidcName,
    sign_up: oidcSignUp,
  }
  return { oidc: issuer }
}

function ofFile(path: string): Record<string, Issuer> {
  if (path === '') return {}
  let tables: unknown
  try {
    tables = Bun.TOML.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ConfigError(`PARLANCE_OIDC_PROVIDERS: cannot read ${path}: ${sentence(error)}`)
  }
  const parsed = Issuers.safeParse(tables)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const [inner = issue] = issue?.code === 'invalid_key' ? issue.issues : []
  throw new ConfigError(
    `PARLANCE_OIDC_PROVIDERS: ${path}: ${issue?.path.join('.')}: ${inner?.message}`,
  )
}
