import { ChatError } from '../error.ts'

export type TokenClaims = {
  /** The user's id in the app: `sub`. */
  readonly user: string
  /** The user's name: `name`. */
  readonly name: string
  /** The name of the app: `iss`. It equals `PARLANCE_JWT_ISSUER`, if that is set. */
  readonly issuer: string
  /** The audience: `aud`. It equals `PARLANCE_JWT_AUDIENCE`, if that is set. */
  readonly audience?: string
  /** Seconds until the token expires; by default 3600. */
  readonly seconds?: number
  /** Other claims about the user; they become the user's `info`. */
  readonly info?: Readonly<Record<string, unknown>>
}

/** Refuses what every server would refuse, so that the backend sees the reason. No text contains the secret. */
function check(secret: string, { user, name, issuer, seconds = 3600 }: TokenClaims): void {
  const wrong = [
    bytes(secret).length < 32 &&
      'The secret must have at least 32 bytes: use PARLANCE_JWT_SECRET, or jwtSecret of data/secrets.json',
    !user && 'user is empty',
    !name && 'name is empty',
    !issuer && 'issuer is empty: use the name of your app',
    !(seconds > 0) && 'seconds must be above 0',
  ].filter((each) => each !== false)
  if (wrong.length > 0) throw new ChatError('invalid_input', wrong.join('; '))
}

/**
 * Signs a token for a user with the secret that the app shares with Parlance (`PARLANCE_JWT_SECRET`): a JWT with
 * HS256 (RFC 7519). It needs no request to the server. Rejects with `invalid_input` if no server would accept the
 * token.
 */
export async function mintToken(secret: string, claims: TokenClaims): Promise<string> {
  check(secret, claims)
  const { user, name, issuer, audience, seconds = 3600, info } = claims
  const now = Math.floor(Date.now() / 1000)
  const times = { iat: now, exp: now + seconds }
  const audienceClaim = audience === undefined ? {} : { aud: audience }
  const payload = { ...info, sub: user, name, iss: issuer, ...audienceClaim, ...times }
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(payload)}`
  const key = await crypto.subtle.importKey(
    'raw',
    bytes(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  return `${signed}.${base64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(signed))))}`
}

const bytes = (text: string) => new TextEncoder().encode(text)
const encoded = (json: object) => base64url(bytes(JSON.stringify(json)))
const base64url = (data: Uint8Array) =>
  btoa(String.fromCharCode(...data))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
