import { Refusal } from '../../../protocol/refusals.ts'
import { answerRefusal } from '../answer.ts'
import type { Routes } from './cors.ts'

/** Methods for which `Bun.serve` tries several routes, and can find a less exact one. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Bun calls `fetch` for a method that a route does not have, and for an unknown path. `routes`: the same
 * routes, which also refuse the other methods. `refusal`: the answer to any further method (TRACE, PROPFIND)
 * on the path of a route.
 */
export function withMethods<S>(routes: Routes<S>) {
  const known = Object.entries(routes)
    .map(([path, methods]) => ({ path, matches: matcher(path), allow: allowOf(methods) }))
    // Literal paths go before paths with parameters.
    .sort((a, b) => a.path.split(':').length - b.path.split(':').length)
  const all = Object.entries(routes).map(([path, methods]) => {
    const allow = allowOf(methods)
    const others = METHODS.filter((method) => !(method in methods))
    const refused = Object.fromEntries(others.map((method) => [method, () => notAllowed(allow)]))
    return [path, { ...methods, ...refused }]
  })
  return {
    routes: Object.fromEntries(all) as Routes<S>,
    refusal: (path: string): Response | undefined => {
      const route = known.find(({ matches }) => matches.test(path))
      return route && notAllowed(route.allow)
    },
  }
}

/** RFC 9110, 15.5.6: 405 lists the allowed methods. */
export function notAllowed(allow: string): Response {
  const answer = answerRefusal(new Refusal('method_not_allowed'))
  answer.headers.set('allow', allow)
  return answer
}

/** Bun answers HEAD wherever there is a GET. */
const allowOf = (methods: object): string =>
  Object.keys(methods)
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    .join(', ')

const matcher = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}$`)
