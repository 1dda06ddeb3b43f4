import { Client } from './client.ts'
import { CLIENT_ID, CLIENT_SECRET, type Issuer } from './issuer.ts'
import { parlance } from './parlance.ts'
import { freePort } from './process.ts'

/** The redirect URI of an app, which opens it by itself. */
export const APP = 'com.example.chat:/signed-in'

export const issuerSettings = (issuer: Issuer) => ({
  PARLANCE_ACCOUNTS: 'open',
  PARLANCE_OIDC_ISSUER: issuer.url,
  PARLANCE_OIDC_CLIENT_ID: CLIENT_ID,
  PARLANCE_OIDC_CLIENT_SECRET: CLIENT_SECRET,
  PARLANCE_URL: 'http://127.0.0.1',
  PARLANCE_ADDRESS_PER_SECOND: '10000',
})

/** A server at which the issuer's users can sign in, also in a browser. */
export async function withIssuer(issuer: Issuer, settings: Record<string, string> = {}) {
  const port = `${await freePort()}`
  return parlance({
    ...issuerSettings(issuer),
    PARLANCE_PORT: port,
    PARLANCE_URL: `http://127.0.0.1:${port}`,
    ...settings,
  })
}

type Begun = { readonly url: string; readonly flow: string }

/** The user's browser at the issuer, which signs the user in and sends the browser back. */
export async function atIssuer({ url, flow }: Begun) {
  const { headers } = await fetch(url, { redirect: 'manual' })
  return { flow, callback: headers.get('location') ?? '' }
}

/** The sign-in of an app, without cookies, and what it answers. */
export async function signInByApp(
  server: { readonly url: string },
  more: object = {},
  provider = 'oidc',
) {
  const visitor = new Client(server.url, '', '')
  const begun = await visitor.call('POST', `/oidc/${provider}`, { redirectUri: APP })
  if (begun.status !== 200) return begun
  return visitor.call('POST', '/sessions/oidc', { ...(await atIssuer(begun.body)), ...more })
}

let lastIdentity: Promise<unknown> = Promise.resolve()

/** Adds an identity to a user's account, and removes it: of several at once one after the other, as it is one identity. */
export function addAndRemoveIdentity(user: Client): Promise<void> {
  const work = async () => {
    const begun = await user.ask('POST', '/oidc/oidc/connect', { redirectUri: APP })
    const { id } = await user.ask('POST', '/identities', await atIssuer(begun))
    await user.ask('DELETE', `/identities/${id}`)
  }
  const done = lastIdentity.then(work, work)
  lastIdentity = done
  return done
}

/** The client of a session. */
export const clientOf = (
  server: { readonly url: string },
  answer: Awaited<ReturnType<typeof signInByApp>>,
) => {
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return new Client(server.url, answer.body.accessToken, answer.body.user.id)
}

/** A browser: it keeps cookies for their paths, and can follow redirects. */
export class Browser {
  readonly #cookies = new Map<string, { readonly value: string; readonly path: string }>()

  constructor(readonly url: string) {}

  async send(method: string, url: string, body?: unknown): Promise<Response> {
    const { origin, pathname } = new URL(url, this.url)
    const isHere = origin === this.url
    const sent = [...this.#cookies].filter(([, { path }]) => isHere && pathname.startsWith(path))
    const answer = await fetch(new URL(url, this.url), {
      method,
      redirect: 'manual',
      headers: {
        ...(sent.length > 0 && {
          cookie: sent.map(([name, { value }]) => `${name}=${value}`).join('; '),
        }),
        ...(method !== 'GET' && { origin: this.url }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    for (const text of isHere ? answer.headers.getSetCookie() : []) {
      const { name, value, path = '/', maxAge } = Bun.Cookie.parse(text)
      if (maxAge === 0) this.#cookies.delete(name)
      else this.#cookies.set(name, { value, path })
    }
    return answer
  }

  /** Opens a page and follows redirects until a page answers, or the app's own address is reached. Returns its URL. */
  async open(url: string): Promise<URL> {
    const answer = await this.send('GET', url)
    const location = answer.headers.get('location')
    await answer.body?.cancel()
    if (location === null) return new URL(url, this.url)
    return this.open(new URL(location, new URL(url, this.url)).href)
  }

  /** Where a redirect leads, unfollowed. */
  async next(url: string): Promise<string> {
    return (await this.send('GET', url)).headers.get('location') ?? ''
  }

  get cookies(): readonly string[] {
    return [...this.#cookies.keys()].sort()
  }
}
