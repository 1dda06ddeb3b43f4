import { createHash } from 'node:crypto'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'

export const CLIENT_ID = 'parlance-at-the-issuer'
export const CLIENT_SECRET = 'a-secret-that-only-the-issuer-knows, too'

type Claims = Record<string, unknown>
type Answer = (request: Request) => Response | Promise<Response>
type Path = 'discovery' | 'token' | 'jwks'

/** How an issuer lies. What is left out, it does as it should. */
export type Lie = {
  readonly metadata?: (honest: Claims, url: string) => unknown
  readonly claims?: (honest: Claims) => Claims
  /** Signs the ID token. */
  readonly sign?: (claims: Claims, issuer: Issuer) => Promise<string>
  readonly tokens?: (honest: Claims) => unknown
  readonly keys?: (honest: Claims) => unknown
  readonly answer?: Partial<Record<Path, Answer>>
  /** What the user's browser carries back. */
  readonly callback?: (honest: URLSearchParams, issuer: Issuer) => void
}

type Grant = { readonly nonce: string | null; readonly challenge: string; readonly claims: Claims }

/** A small OpenID provider on loopback: real HTTP, real signatures. It signs everybody in as `user`, without asking. */
export class Issuer {
  /** Who sits at the browser. */
  user: Claims = { sub: 'ana-at-the-issuer', name: 'Ana', preferred_username: 'ana' }
  lie: Lie = {}
  /** Whether it asks its client for no secret. */
  isPublic = false
  /** The requests that came, by path. */
  readonly asked: Record<Path, number> = { discovery: 0, token: 0, jwks: 0 }
  readonly #grants = new Map<string, Grant>()
  readonly #server: Bun.Server<undefined>
  /** Stays, when the server has stopped. */
  readonly #port: number
  #key: { readonly kid: string; readonly privateKey: CryptoKey; readonly publicKey: CryptoKey }

  private constructor(key: Issuer['key'], port: number) {
    this.#key = key
    this.#server = Bun.serve({
      hostname: '127.0.0.1',
      port,
      idleTimeout: 60,
      routes: {
        '/.well-known/openid-configuration': this.#answer('discovery', () => this.#metadata()),
        '/authorize': (request) => this.#authorize(new URL(request.url).searchParams),
        '/token': this.#answer('token', (request) => this.#token(request)),
        '/jwks': this.#answer('jwks', () => this.#keys()),
      },
    })
    this.#port = this.#server.port ?? port
  }

  static async open(port = 0): Promise<Issuer> {
    return new Issuer(await newKey(), port)
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get port(): number {
    return this.#port
  }

  get key() {
    return this.#key
  }

  /** From now on it signs with a new key. */
  async rotate(): Promise<void> {
    this.#key = await newKey()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server.stop(true)
  }

  #answer(path: Path, honest: Answer): Answer {
    return (request) => {
      this.asked[path]++
      return (this.lie.answer?.[path] ?? honest)(request)
    }
  }

  #metadata(): Response {
    const { url } = this
    const honest = {
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    }
    return Response.json(this.lie.metadata?.(honest, url) ?? honest)
  }

  #authorize(asked: URLSearchParams): Response {
    if (asked.get('client_id') !== CLIENT_ID || asked.get('code_challenge_method') !== 'S256')
      return new Response('unknown client, or no PKCE', { status: 400 })
    const code = crypto.randomUUID()
    const challenge = asked.get('code_challenge') ?? ''
    this.#grants.set(code, { nonce: asked.get('nonce'), challenge, claims: this.user })
    const back = new URLSearchParams({ code, state: asked.get('state') ?? '' })
    this.lie.callback?.(back, this)
    return new Response(null, {
      status: 302,
      headers: { location: `${asked.get('redirect_uri')}?${back}` },
    })
  }

  async #token(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text())
    const code = form.get('code') ?? ''
    const grant = this.#grants.get(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const basic = secretOf(request)
    const isClient = this.isPublic || [basic, form.get('client_secret')].includes(CLIENT_SECRET)
    const isRight = isClient && grant?.challenge === challenge
    if (grant === undefined || !isRight)
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    this.#grants.delete(code)
    const at = Math.floor(Date.now() / 1000)
    const honest = { ...grant.claims, iss: this.url, aud: CLIENT_ID, iat: at, exp: at + 300 }
    const claims = { ...honest, ...(grant.nonce !== null && { nonce: grant.nonce }) }
    const id_token = await (this.lie.sign ?? signed)(this.lie.claims?.(claims) ?? claims, this)
    const tokens = { access_token: 'unused', token_type: 'Bearer', expires_in: 300, id_token }
    return Response.json(this.lie.tokens?.(tokens) ?? tokens)
  }

  async #keys(): Promise<Response> {
    const { kid, publicKey } = this.#key
    const jwk = await exportJWK(publicKey)
    const honest = { keys: [{ ...jwk, kid, alg: 'ES256', use: 'sig' }] }
    return Response.json(this.lie.keys?.(honest) ?? honest)
  }
}

/** The secret in the header, in the form of RFC 6749, 2.3.1. */
function secretOf({ headers }: Request): string | undefined {
  const [, encoded] = (headers.get('authorization') ?? '').split('Basic ')
  const [, secret] = encoded === undefined ? [] : atob(encoded).split(':')
  return secret && decodeURIComponent(secret.replaceAll('+', ' '))
}

export async function newKey() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  return { kid: crypto.randomUUID(), privateKey, publicKey }
}

export const signed = (claims: Claims, { key }: Pick<Issuer, 'key'>): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: key.kid }).sign(key.privateKey)
