import { ChatError } from '../error.ts'

export type TokenClaims = {
  /** The user's id in the app: `sub`. */
  readonly user: string
  /** What the user is called: `name`. */
  readonly name: string
  /** The app, as `PARLANCE_JWT_ISSUER` has it, if it is set: `iss`. */
  readonly issuer: string
  /** For whom it is, as `PARLANCE_JWT_AUDIENCE` has it, if it is set: `aud`. */
  readonly audience?: string
  /** How long it is good for; an hour, unless it says otherwise. */
  readonly seconds?: number
  /** Whatever else the chat should know of the user: it becomes their `info`. */
  readonly info?: Readonly<Record<string, unknown>>
}

/** What the server would refuse is refused here, where it can be mended: the secret itself is in no text. */
function check(secret: string, { user, name, issuer, seconds = 3600 }: TokenClaims): void {
  const wrong = [
    bytes(secret).length < 32 &&
      'The secret has at least 32 bytes: PARLANCE_JWT_SECRET, or jwtSecret in data/secrets.json',
    !user && 'user is empty',
    !name && 'name is empty',
    !issuer && 'issuer is empty: it is what your app is called',
    !(seconds > 0) && 'seconds must be above 0',
  ].filter((each) => each !== false)
  if (wrong.length > 0) throw new ChatError('invalid_input', wrong.join('; '))
}

/**
 * A user's way in, signed with the secret that the app shares with Parlance (`PARLANCE_JWT_SECRET`):
 * a JWT with HS256 (RFC 7519). It asks nobody, so it costs no call. Rejects with `invalid_input` what no
 * server would take.
 */
export async function mintToken(secret: string, claims: TokenClaims): Promise<string> {
  check(secret, claims)
  const { user, name, issuer, audience, seconds = 3600, info } = claims
  const now = Math.floor(Date.now() / 1000)
  const times = { iat: now, exp: now + seconds }
  const whom = audience === undefined ? {} : { aud: audience }
  const payload = { ...info, sub: user, name, iss: issuer, ...whom, ...times }
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
