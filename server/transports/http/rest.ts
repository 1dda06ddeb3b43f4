import { COMMANDS, type CommandName } from '../../../protocol/commands.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Caller } from '../../domain/ports.ts'
import { answerCommand, type Sender } from '../command.ts'
import type { AddressLimits } from '../limits/address-limits.ts'
import { priceOfBody } from '../limits/prices.ts'
import type { Services } from '../services.ts'
import { visitorOf } from '../visitor.ts'
import { type CommandRunner, type Routes, routesOf } from './routes.ts'
import { clearedSessionCookies, refreshCookieOf, sessionCookiesOf } from './session-cookies.ts'
import type { Peers } from './trusted-proxies.ts'

/** The commands of users, over REST. */
export function restRoutes(services: Services, addressLimits: AddressLimits): Routes {
  const runner: CommandRunner<Sender> = {
    authenticate: async (op, request, server) => {
      if (op.asker === 'anyone') {
        services.sites.checkPage(request)
        await addressLimits.turn(request, server)
        const network = addressLimits.networkOf(request, server)
        addressLimits.takeCommand(network, op, priceOfBody(request))
        const cookies = { refresh: refreshCookieOf(request) }
        if (cookies.refresh !== undefined) services.sites.checkOrigin(request)
        const visitor = { ...visitorOf(addressLimits, request, server), cookies }
        return { caller: undefined, visitor }
      }
      const caller = await callerOf(services, addressLimits, request, server)
      await services.rateLimiter.turn(caller.user.id)
      const price = priceOfBody(request)
      if (price > 0) services.rateLimiter.charge(caller.user.id, price)
      return { caller, visitor: visitorOf(addressLimits, request, server) }
    },
    run: async (name, sender, input, request) => {
      const answer = await answerCommand(services, name as CommandName, sender, input)
      return { ...answer, cookies: sessionCookiesOf(answer.body, services.sites.isSecure(request)) }
    },
    refusalCookies: (name, request, { code }) =>
      name === 'sessions.refresh' && ENDED.has(code) && refreshCookieOf(request) !== undefined
        ? clearedSessionCookies(services.sites.isSecure(request))
        : [],
    rateFields: (by, request, server) =>
      by?.caller === undefined
        ? addressLimits.fields(request, server)
        : services.rateLimiter.fields(by.caller.user.id),
  }
  return routesOf(COMMANDS, runner, services)
}

/** The session is over. Its cookies would refuse every later request of the browser, also that of a guest. */
const ENDED: ReadonlySet<string> = new Set(['invalid_token', 'token_expired', 'session_ended'])

/** Authenticates a request before its body is read. The address pays for a request without a valid token. */
async function callerOf(
  { authenticator }: Services,
  addressLimits: AddressLimits,
  request: Request,
  server: Peers,
): Promise<Caller> {
  try {
    const caller = await authenticator.request(request)
    if (caller !== undefined) return caller
    throw new Refusal('unauthenticated')
  } catch (error) {
    addressLimits.takeUnauthenticated(request, server)
    throw error
  }
}
