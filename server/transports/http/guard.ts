import { Refusal } from '../../../protocol/refusals.ts'
import { answerRefusal, refusalOf } from '../answer.ts'
import type { Services } from '../services.ts'
import { eachHandler, type Handler, type Routes } from './cors.ts'
import type { Sites } from './sites.ts'
import type { Peers } from './trusted-proxies.ts'

/** Refuses requests for other hosts, and of banned networks, on every route. */
export function guard<S extends Peers>(
  routes: Routes<S>,
  sites: Sites,
  services: Services,
): Routes<S> {
  const guarded =
    (handler: Handler<S>): Handler<S> =>
    async (request, server) => {
      try {
        sites.checkHost(request, server)
        requireNotBannedNetwork(services, request, server)
      } catch (error) {
        return answerRefusal(refusalOf(error, services))
      }
      return handler(request, server)
    }
  return eachHandler(routes, guarded)
}

/** Refuses `banned`. */
export function requireNotBannedNetwork(
  { bannedNetworks, sites }: Services,
  request: Request,
  server: Peers,
): void {
  if (bannedNetworks.isEmpty) return
  if (bannedNetworks.has(sites.proxies.addressOf(request, server)))
    throw new Refusal('banned', 'Your network is banned from this server: ask its operator')
}
