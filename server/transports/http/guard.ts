import { answerRefusal, refusalOf } from '../answer.ts'
import type { Services } from '../services.ts'
import { eachHandler, type Handler, type Routes } from './cors.ts'
import type { Sites } from './sites.ts'
import type { Peers } from './trusted-proxies.ts'

/** Refuses requests for other hosts, on every route. */
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
      } catch (error) {
        return answerRefusal(refusalOf(error, services))
      }
      return handler(request, server)
    }
  return eachHandler(routes, guarded)
}
