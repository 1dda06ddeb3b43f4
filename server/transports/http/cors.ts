export type Handler<S> = (
  request: Request,
  server: S,
) => Promise<Response | undefined> | Response | undefined
export type Routes<S> = Readonly<Record<string, Readonly<Record<string, Handler<S>>>>>

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-max-age': '600',
} as const
const EXPOSED = 'retry-after, ratelimit, ratelimit-policy'
/** A list of header names, as browsers write it. */
const HEADER_NAMES = /^[a-z0-9!#$%&'*+.^_`|~-]+(?:, ?[a-z0-9!#$%&'*+.^_`|~-]+)*$/i

/**
 * Lets pages of the operator's other origins read the answers (CORS). The answer names the origin, never `*`,
 * because requests may carry cookies. Without other origins the routes stay as they are.
 */
export function allowOrigins<S>(routes: Routes<S>, origins: ReadonlySet<string>): Routes<S> {
  if (origins.size === 0) return routes
  const allow = (request: Request, response: Response): Response => {
    const origin = request.headers.get('origin')
    response.headers.append('vary', 'origin')
    if (origin === null || !origins.has(origin)) return response
    response.headers.set('access-control-allow-origin', origin)
    response.headers.set('access-control-allow-credentials', 'true')
    response.headers.set('access-control-expose-headers', EXPOSED)
    return response
  }
  const allowed = (handler: Handler<S>): Handler<S> => {
    return async (request, server) => {
      const response = await handler(request, server)
      return response && allow(request, response)
    }
  }
  // Every requested header is allowed: the server ignores headers such as `traceparent` and `sentry-trace`.
  const preflight: Handler<S> = async (request) => {
    const response = allow(request, new Response(null, { status: 204, headers: PREFLIGHT }))
    const names = request.headers.get('access-control-request-headers') ?? ''
    response.headers.append('vary', 'access-control-request-headers')
    if (HEADER_NAMES.test(names)) response.headers.set('access-control-allow-headers', names)
    return response
  }
  const withAnswers = Object.entries(eachHandler(routes, allowed)).map(([path, methods]) => [
    path,
    { ...methods, OPTIONS: preflight },
  ])
  return Object.fromEntries(withAnswers)
}

export function eachHandler<S>(
  routes: Routes<S>,
  change: (handler: Handler<S>) => Handler<S>,
): Routes<S> {
  return Object.fromEntries(
    Object.entries(routes).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, handler]) => [method, change(handler)]),
      ),
    ]),
  )
}
