import type { BunRequest, Server } from 'bun'
import * as z from 'zod'
import { decodeUtf8, parseJson } from '../../../protocol/json.ts'
import { IDENTITY_COMMANDS } from '../../../protocol/nouns/identities.ts'
import { LinkCode } from '../../../protocol/nouns/sessions.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { Name } from '../../../protocol/text.ts'
import type { Caller } from '../../domain/ports.ts'
import { ANSWER_HEADERS, answerJson, answerRefusal, refusalOf } from '../answer.ts'
import { runCommand, type Sender } from '../command.ts'
import type { AddressLimits } from '../limits/address-limits.ts'
import { priceOfBody } from '../limits/prices.ts'
import type { Services } from '../services.ts'
import { validate } from '../validate.ts'
import { visitorOf } from '../visitor.ts'
import { returnPath } from './return-path.ts'
import { type Routes, readBody } from './routes.ts'
import { sessionCookiesOf } from './session-cookies.ts'
import { type Begun, begunOf, clearedSignInCookie, signInCookie } from './sign-in-cookie.ts'

const { cost: COST } = IDENTITY_COMMANDS['identities.begin']

const Options = z.strictObject({
  returnTo: z.string().default('/'),
  add: z.literal(true).optional(),
  name: Name.optional(),
  link: LinkCode.optional(),
  guestToken: z.string().optional(),
})
type Options = z.infer<typeof Options>

/**
 * Signing in at a provider for browsers, which keep the flow in a cookie: `GET …/start` is a link, `POST …/start`
 * answers the address as JSON, and the provider sends the browser back to `GET …/callback`.
 */
export function oidcRoutes(services: Services, addressLimits: AddressLimits): Routes {
  const { sites, authenticator } = services

  /** The part that both ways to begin have in common. */
  async function begin(request: BunRequest, options: Options, sender: Sender) {
    const provider = request.params['provider'] ?? ''
    const redirectUri = `${sites.originFor(request)}/api/v1/oidc/${provider}/callback`
    const name = options.add ? 'identities.connect' : 'identities.begin'
    const { body } = await runCommand(services, name, sender, { provider, redirectUri })
    const { url, flow } = body as { readonly url: string; readonly flow: string }
    const cookie = signInCookie({ ...options, flow }, sites.isSecure(request))
    return { url, cookie }
  }

  async function follow(request: BunRequest, server: Server<unknown>): Promise<Response> {
    let returnTo = '/'
    try {
      const query = new URL(request.url).searchParams
      returnTo = returnPath(query.get('returnTo') ?? '/')
      await charge(request, server)
      const link = query.get('link') ?? undefined
      const options = validate(Options, { returnTo, link }) as Options
      const sender = anonymous(request, server)
      const { url, cookie } = await begin(request, options, sender)
      return redirect(url, [cookie])
    } catch (error) {
      return failed(error, returnTo)
    }
  }

  async function prepare(request: BunRequest, server: Server<unknown>): Promise<Response> {
    try {
      sites.checkPage(request)
      await charge(request, server)
      const body = parseJson(decodeUtf8(await readBody(request)))
      const options = validate(Options, body) as Options
      const returnTo = returnPath(options.returnTo)
      const sender = options.add ? { caller: await callerOf(request) } : anonymous(request, server)
      const { url, cookie } = await begin(request, { ...options, returnTo }, sender)
      const answer = answerJson(200, { url })
      answer.headers.append('set-cookie', cookie)
      return answer
    } catch (error) {
      return answerRefusal(refusalOf(error, services))
    }
  }

  async function finish(request: BunRequest, server: Server<unknown>): Promise<Response> {
    let returnTo = '/'
    const cleared = clearedSignInCookie(sites.isSecure(request))
    try {
      await charge(request, server)
      const begun = begunOf(request)
      if (begun === undefined) throw new Refusal('flow_over')
      returnTo = returnPath(begun.returnTo)
      const cookies = await end(request, server, begun)
      return redirect(returnTo, [cleared, ...cookies])
    } catch (error) {
      return failed(error, returnTo, [cleared])
    }
  }

  /** Returns the cookies of the session that has begun, if one has. */
  async function end(
    request: BunRequest,
    server: Server<unknown>,
    { flow, add, name, link, guestToken }: Begun,
  ): Promise<readonly string[]> {
    const callback = request.url
    if (add) {
      const caller = await callerOf(request)
      await runCommand(services, 'identities.create', { caller }, { flow, callback })
      return []
    }
    const input = { flow, callback, name, link, guestToken, cookie: true }
    const sender = anonymous(request, server)
    const { body } = await runCommand(services, 'identities.signIn', sender, input)
    return sessionCookiesOf(body, sites.isSecure(request))
  }

  async function charge(request: BunRequest, server: Server<unknown>): Promise<void> {
    await addressLimits.turn(request, server)
    addressLimits.take(request, server, COST + priceOfBody(request))
  }

  const anonymous = (request: BunRequest, server: Server<unknown>): Sender => ({
    caller: undefined,
    visitor: { ...visitorOf(addressLimits, request, server), cookies: { refresh: undefined } },
  })

  async function callerOf(request: BunRequest): Promise<Caller> {
    const caller = await authenticator.request(request)
    if (caller === undefined) throw new Refusal('unauthenticated')
    return caller
  }

  /** The page at the path shows the refusal, whose code is in the fragment. */
  function failed(error: unknown, returnTo: string, cookies: readonly string[] = []): Response {
    const { code } = refusalOf(error, services)
    return redirect(`${returnTo.split('#')[0]}#sign-in-error=${code}`, cookies)
  }

  return {
    '/api/v1/oidc/:provider/start': { GET: follow, POST: prepare },
    '/api/v1/oidc/:provider/callback': { GET: finish },
  }
}

function redirect(location: string, cookies: readonly string[]): Response {
  const answer = new Response(null, { status: 303, headers: { ...ANSWER_HEADERS, location } })
  for (const cookie of cookies) answer.headers.append('set-cookie', cookie)
  return answer
}
