import type * as OpenId from 'openid-client'
import type { UserId } from '../../protocol/ids.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { IdentityProviders, ProvenIdentity } from '../domain/ports.ts'
import { boundedFetch, isSecure } from './bounded-fetch.ts'
import { SignInFlows } from './sign-in-flows.ts'

export type OidcIssuer = {
  /** Part of the addresses of the sign-in. */
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  /** Undefined for a public client, which has PKCE alone. */
  readonly clientSecret: string | undefined
  readonly mayJoin: boolean
}

export type OidcOptions = {
  readonly issuers: readonly OidcIssuer[]
  readonly secret: string
  readonly now: () => number
  /** Called with the reason why an issuer's answer was refused, for the operator. */
  readonly onFailure: (provider: string, reason: string) => void
}

/** How long an issuer's addresses are used without asking again. */
const DISCOVERED_MS = 10 * 60 * 1000
/** Requests to one issuer that may wait at once: a slow issuer must not hold the memory of the server. */
const MAX_WAITING = 50
/** How far the issuer's clock may differ, in seconds. */
const LEEWAY_S = 60
const SCOPE = 'openid profile'
/** https://openid.net/specs/openid-connect-core-1_0.html#IDToken */
const SUBJECT = /^[\x20-\x7e]{1,255}$/

/** Signing in at issuers of OpenID Connect, by the authorization code flow with PKCE. */
export class OidcProviders implements IdentityProviders {
  readonly #providers: ReadonlyMap<string, Provider>
  readonly #flows: SignInFlows
  readonly #onFailure: OidcOptions['onFailure']

  constructor({ issuers, secret, now, onFailure }: OidcOptions) {
    this.#providers = new Map(issuers.map((issuer) => [issuer.id, new Provider(issuer)]))
    this.#flows = new SignInFlows(secret, now)
    this.#onFailure = onFailure
  }

  list() {
    return [...this.#providers.values()].map(({ about: { id, name } }) => ({ provider: id, name }))
  }

  providerOf(issuer: string): string | undefined {
    const { href } = new URL(issuer)
    return this.#providers.values().find(({ url }) => url.href === href)?.about.id
  }

  async begin(provider: string, redirect: string, user: UserId | undefined) {
    const found = this.#providers.get(provider)
    if (found === undefined)
      throw new Refusal('not_found', 'This server has no sign-in provider with this id')
    // In one spelling, as the issuer compares it with the one that comes with the code.
    const redirectUri = URL.parse(redirect)?.href
    if (redirectUri === undefined)
      throw new Refusal('invalid_input', 'redirectUri is not an address', {
        redirectUri: 'is not an address',
      })
    return this.#ask(found, async (client, configuration) => {
      const state = client.randomState()
      const nonce = client.randomNonce()
      const verifier = client.randomPKCECodeVerifier()
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: SCOPE,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      const flow = await this.#flows.seal({ provider, redirectUri, state, nonce, verifier, user })
      return { url: url.href, flow }
    })
  }

  async finish(sealed: string, callback: string): Promise<ProvenIdentity> {
    const flow = await this.#flows.open(sealed)
    const provider = this.#providers.get(flow.provider)
    if (provider === undefined) throw new Refusal('flow_over')
    const parameters = parametersOf(callback)
    // Another tab, or another site that sends the user here with a code of its own.
    if (parameters.getAll('state').join() !== flow.state) throw new Refusal('flow_over')
    if (parameters.has('error')) throw new Refusal('sign_in_refused')
    const url = new URL(flow.redirectUri)
    url.search = parameters.toString()
    return this.#ask(provider, async (client, configuration) => {
      const tokens = await client.authorizationCodeGrant(configuration, url, {
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        pkceCodeVerifier: flow.verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (claims === undefined) throw new Error('there is no ID token')
      return identityOf(claims, provider.about.mayJoin, flow.user)
    })
  }

  async #ask<T>(provider: Provider, work: Work<T>): Promise<T> {
    try {
      return await provider.ask(work)
    } catch (error) {
      if (error instanceof Refusal) throw error
      const reason = reasonOf(error)
      this.#onFailure(provider.about.id, reason)
      throw new Refusal('provider_failed')
    }
  }
}

type Client = typeof OpenId
type Work<T> = (client: Client, configuration: OpenId.Configuration) => Promise<T>

/** One issuer. Its addresses are discovered when they are first needed, so a dead issuer does not delay the start. */
class Provider {
  readonly about: OidcIssuer
  readonly url: URL
  #discovered:
    | { readonly configuration: Promise<OpenId.Configuration>; readonly at: number }
    | undefined
  #waiting = 0

  constructor(about: OidcIssuer) {
    this.about = about
    this.url = new URL(about.issuer)
  }

  async ask<T>(work: Work<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING)
      throw new Refusal('unavailable', 'Too many others sign in at this provider: try again soon')
    this.#waiting++
    try {
      // It takes 30 ms to load, and servers without a provider do not need it.
      const client = await import('openid-client')
      return await work(client, await this.#configuration(client))
    } catch (error) {
      if (error instanceof Refusal) throw error
      // The code is not one of the issuer's, or was used before: the issuer itself is right.
      if (isErrorOf(error, 'invalid_grant')) throw new Refusal('flow_over')
      // The issuer may have new keys or addresses: the next sign-in asks for them.
      this.#discovered = undefined
      throw error
    } finally {
      this.#waiting--
    }
  }

  /** Discovers once for all that wait. A failure is not remembered. */
  #configuration(client: Client): Promise<OpenId.Configuration> {
    const now = performance.now()
    if (this.#discovered === undefined || now - this.#discovered.at > DISCOVERED_MS)
      this.#discovered = { configuration: this.#discover(client), at: now }
    return this.#discovered.configuration
  }

  async #discover(client: Client): Promise<OpenId.Configuration> {
    const { clientId, clientSecret } = this.about
    const metadata = { [client.clockTolerance]: LEEWAY_S }
    const authenticate = authentication(client, clientSecret)
    const found = await client.discovery(this.url, clientId, metadata, authenticate, {
      [client.customFetch]: (url, { method, headers, body }) =>
        boundedFetch(url, { method, headers, ...(body instanceof URLSearchParams && { body }) }),
      // `boundedFetch` has the exact rule: http is for this machine only. The signature of an ID token is checked
      // although TLS protects the answer: a key that was published is more than an address that answers.
      execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
    })
    // The server itself sends nothing to this one, but the user's browser does.
    if (!isSecure(found.serverMetadata().authorization_endpoint ?? ''))
      throw new Error('the authorization endpoint does not use https')
    return found
  }
}

/** How the server proves to the issuer who it is: as the issuer wants it. */
function authentication(client: Client, secret: string | undefined): OpenId.ClientAuth {
  if (secret === undefined) return client.None()
  const post = client.ClientSecretPost(secret)
  const basic = client.ClientSecretBasic(secret)
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported
    return methods?.includes('client_secret_post') ? post(server, ...rest) : basic(server, ...rest)
  }
}

/** The query of the URL to which the issuer has sent the user. */
function parametersOf(callback: string): URLSearchParams {
  const query = callback.indexOf('?')
  return new URLSearchParams(query < 0 ? '' : callback.slice(query).split('#')[0])
}

function identityOf(
  claims: OpenId.IDToken,
  mayJoin: boolean,
  user: UserId | undefined,
): ProvenIdentity {
  const { iss: issuer, sub: subject, name, preferred_username } = claims
  if (!SUBJECT.test(subject)) throw new Error('the subject is not 1 to 255 ASCII characters')
  return {
    issuer,
    subject,
    name: typeof name === 'string' ? name : undefined,
    handle: typeof preferred_username === 'string' ? preferred_username : undefined,
    user,
    mayJoin,
  }
}

/** An error that the issuer answers (RFC 6749, 5.2). */
const isErrorOf = (error: unknown, code: string): boolean =>
  error instanceof Error && 'error' in error && error.error === code

/** For the log. The messages of the library contain no secrets; what the issuer has sent is left out. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { message, cause } = error
  if ('error' in error) return `${message}: ${String(error.error).slice(0, 100)}`
  return cause instanceof Error ? `${message}: ${cause.message}` : message
}
