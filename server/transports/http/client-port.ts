import type { Server } from 'bun'
import type { RoomId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { answerRefusal, refusalOf } from '../answer.ts'
import { graphqlTransport } from '../graphql/transport/lazy-transport.ts'
import type { GraphqlOptions } from '../graphql/transport/transport.ts'
import { type AddressLimitOptions, AddressLimits } from '../limits/address-limits.ts'
import { chargeFanout } from '../limits/charge-fanout.ts'
import { type ClientConnection, closeSilent, socketHandler } from '../live/sockets.ts'
import { SseTransport } from '../live/sse.ts'
import { WebSocketTransport } from '../live/websocket.ts'
import { QuickTransport } from '../quick/transport.ts'
import type { Services } from '../services.ts'
import { documentRoutes } from '../web/documents.ts'
import { lobbyRoutes } from '../web/lobby.ts'
import { type ManualOptions, manualRoutes } from '../web/manual.ts'
import { StaticFiles } from '../web/static-files.ts'
import { allowOrigins } from './cors.ts'
import { exportFileRoutes } from './export-files.ts'
import { guard, requireNotBannedNetwork } from './guard.ts'
import { healthRoutes } from './health.ts'
import { withMethods } from './methods.ts'
import { oidcRoutes } from './oidc-routes.ts'
import { restRoutes } from './rest.ts'

/** The most that Bun reads of a body. It is over our own limit, so that the client receives our refusal. */
const BUN_BODY_BYTES = 16 * 1024 * 1024

export type ClientPortOptions = {
  readonly host: string
  readonly port: number
  readonly lobby: RoomId
  readonly origins: ReadonlySet<string>
  readonly quickRooms: boolean
  readonly addressLimits: AddressLimitOptions
  readonly version: string
  readonly web: string
  readonly manual: ManualOptions
  readonly graphql: GraphqlOptions
}

/** Opens the client port, with every public transport on it. */
export function openClientPort(services: Services, options: ClientPortOptions) {
  chargeFanout(services)
  const addressLimits = new AddressLimits(options.addressLimits, services)
  const sockets = new WebSocketTransport(services, addressLimits)
  const streams = new SseTransport(services, addressLimits)
  const graphql = graphqlTransport(services, addressLimits, options.graphql)
  const quick = options.quickRooms ? new QuickTransport(services, addressLimits) : undefined
  const files = new StaticFiles(options.web)

  const { routes, refusal } = withMethods<Server<ClientConnection>>({
    ...restRoutes(services, addressLimits),
    ...oidcRoutes(services, addressLimits),
    ...exportFileRoutes(services, addressLimits),
    ...lobbyRoutes(services, addressLimits, options.lobby),
    ...healthRoutes(services, options.version),
    ...documentRoutes({
      '/openapi.yml': 'client.openapi.yml',
      // An operator who turns introspection off does not want the schema to be published either.
      ...(options.graphql.introspection && { '/schema.graphql': 'schema.graphql' }),
    }),
    ...manualRoutes(services, options.manual),
    '/api/v1/socket': { GET: sockets.upgrade },
    '/api/v1/events': { GET: streams.open },
    '/graphql': graphql.routes,
    ...(quick && { '/chat': { POST: quick.create }, '/chat/join': { GET: quick.join } }),
  })
  const server: Server<ClientConnection> = Bun.serve<ClientConnection, string>({
    hostname: options.host,
    port: options.port,
    development: false,
    // With `development: false` Bun shares the port by default: a second Parlance would receive half of the
    // connections of the first.
    reusePort: false,
    idleTimeout: 30,
    maxRequestBodySize: BUN_BODY_BYTES,
    routes: guard(allowOrigins(routes, options.origins), services.sites, services),
    fetch: (request, server) => {
      try {
        services.sites.checkHost(request, server)
        requireNotBannedNetwork(services, request, server)
        const path = new URL(request.url).pathname
        const response = files.answer(request, path) ?? refusal(path)
        if (response !== undefined) return response
        throw new Refusal('not_found', 'There is nothing at this address: check the path')
      } catch (error) {
        return answerRefusal(refusalOf(error, services))
      }
    },
    error: (error) => answerRefusal(refusalOf(error, services)),
    websocket: socketHandler,
  })
  sockets.bind(server)
  // Bun answers larger headers with an empty 431, but a token that is too large needs a refusal that says so.
  // The module takes 12 ms to load, so the start does not wait for it.
  void import('node:http').then((http) =>
    Object.assign(http.default, { maxHeaderSize: LIMITS.headerBytes }),
  )
  const sweeper = setInterval(() => {
    closeSilent()
    sockets.sweep()
    streams.sweep()
    graphql.sweep()
    quick?.sweep()
    addressLimits.sweep()
    const ofUsers = services.rateLimiter.sweep()
    if (ofUsers !== undefined) services.broadcast('rate-usage', ofUsers)
    const ofRooms = services.roomRate.sweep()
    if (ofRooms !== undefined) services.broadcast('room-usage', ofRooms)
    services.usage.flush().catch((err) => services.log.error({ err }, 'unexpected error'))
  }, 1000)

  /** Accepts no more requests, finishes the running commands, and closes all connections as `unavailable`. */
  async function stop(): Promise<void> {
    clearInterval(sweeper)
    // Resolves only when the last socket has closed; new connections end at once.
    const stopped = server.stop()
    await Promise.all([sockets.stop(), quick?.stop()])
    streams.stop()
    await graphql.stop()
    await Promise.race([stopped, Bun.sleep(2000)])
    await server.stop(true)
  }

  return {
    port: server.port ?? options.port,
    /** For the page on the management port. */
    graphql: graphql.routes.POST,
    /** Open connections, by transport. */
    connections: () => ({
      socket: sockets.count,
      stream: streams.count,
      graphql: graphql.count(),
      quick: quick?.count ?? 0,
    }),
    /** Refused requests and connections, by limit. */
    limited: () => ({
      user_rate: services.rateLimiter.refused,
      room_rate: services.roomRate.refused,
      address_rate: addressLimits.rateLimiter.refused,
      node_connections: addressLimits.connections.refused.node,
      address_connections: addressLimits.connections.refused.address,
      user_connections: addressLimits.connections.refused.user,
    }),
    stop,
  }
}
