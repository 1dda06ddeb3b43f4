type Handler<S> = (request: Request, server: S) => Promise<Response | undefined>
type Routes<S> = Readonly<Record<string, Readonly<Record<string, Handler<S>>>>>

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, last-event-id',
  'access-control-max-age': '600',
} as const

/**
 * Lets the pages of the operator's other origins read our answers (CORS). Each is named, never `*`,
 * as cookies may come along. Where there are none, nothing stands between a route and its answer.
 */
export function allowOrigins<S>(routes: Routes<S>, origins: ReadonlySet<string>): Routes<S> {
  if (origins.size === 0) return routes
  const allow = (request: Request, response: Response): Response => {
    const origin = request.headers.get('origin')
    response.headers.append('vary', 'origin')
    if (origin === null || !origins.has(origin)) return response
    response.headers.set('access-control-allow-origin', origin)
    response.headers.set('access-control-allow-credentials', 'true')
    return response
  }
  const allowed = (handler: Handler<S>): Handler<S> => {
    return async (request, server) => {
      const response = await handler(request, server)
      return response && allow(request, response)
    }
  }
  const preflight: Handler<S> = async (request) =>
    allow(request, new Response(null, { status: 204, headers: PREFLIGHT }))
  const withAnswers = Object.entries(routes).map(([path, methods]) => {
    const handlers = Object.entries(methods).map(([method, handler]) => [method, allowed(handler)])
    return [path, { ...Object.fromEntries(handlers), OPTIONS: preflight }]
  })
  return Object.fromEntries(withAnswers)
}
