import type { Server } from 'bun'
import type { RoomId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { answerRefusal, refusalOf } from './answer.ts'
import { chargeSpread } from './charge-spread.ts'
import { allowOrigins } from './cors.ts'
import { documentRoutes } from './documents.ts'
import type { House } from './door.ts'
import type { GraphqlOptions } from './graphql/door.ts'
import { graphqlDoor } from './graphql/opening.ts'
import { guard } from './guard.ts'
import { healthRoutes } from './health.ts'
import { lobbyRoutes } from './lobby.ts'
import { withMethods } from './methods.ts'
import { QuickDoor } from './quick.ts'
import { restRoutes } from './rest.ts'
import { closeSilent, socketHandler, type Talk } from './sockets.ts'
import { SseDoor } from './sse.ts'
import { StaticDoor } from './static.ts'
import { type StrangerOptions, Strangers } from './strangers.ts'
import { SocketDoor } from './websocket.ts'

/** What Bun reads of a body before we say no ourselves, in a way that a client can read. */
const BUN_BODY_BYTES = 16 * 1024 * 1024

export type StreetOptions = {
  readonly host: string
  readonly port: number
  readonly lobby: RoomId
  readonly origins: ReadonlySet<string>
  readonly quickRooms: boolean
  readonly strangers: StrangerOptions
  readonly version: string
  readonly web: string
  readonly graphql: GraphqlOptions
}

/** One port, and every public door on it. */
export function openStreet(house: House, options: StreetOptions) {
  chargeSpread(house)
  const strangers = new Strangers(options.strangers)
  const sockets = new SocketDoor(house, strangers)
  const streams = new SseDoor(house, strangers)
  const graphql = graphqlDoor(house, strangers, options.graphql)
  const quick = options.quickRooms ? new QuickDoor(house, strangers) : undefined
  const files = new StaticDoor(options.web)

  const { routes, refusal } = withMethods<Server<Talk>>({
    ...restRoutes(house, strangers),
    ...lobbyRoutes(house, strangers, options.lobby),
    ...healthRoutes(house, options.version),
    ...documentRoutes({
      '/openapi.yml': 'client.openapi.yml',
      // Whoever keeps the schema from being told does not publish it either.
      ...(options.graphql.introspection && { '/schema.graphql': 'schema.graphql' }),
    }),
    '/api/v1/socket': { GET: sockets.upgrade },
    '/api/v1/events': { GET: streams.open },
    '/graphql': graphql.routes,
    ...(quick && { '/chat': { POST: quick.create }, '/chat/join': { GET: quick.join } }),
  })
  const server: Server<Talk> = Bun.serve<Talk, string>({
    hostname: options.host,
    port: options.port,
    development: false,
    // With `development: false` Bun shares the port unless told not to: a second Parlance would take
    // half of the connections of the first.
    reusePort: false,
    idleTimeout: 30,
    maxRequestBodySize: BUN_BODY_BYTES,
    routes: guard(allowOrigins(routes, options.origins), house.sites, house),
    fetch: (request, server) => {
      try {
        house.sites.checkHost(request, server)
        const path = new URL(request.url).pathname
        const found = files.answer(request, path) ?? refusal(path)
        if (found !== undefined) return found
        throw new Refusal('not_found', 'There is nothing at this address: check the path')
      } catch (error) {
        return answerRefusal(refusalOf(error, house))
      }
    },
    error: (error) => answerRefusal(refusalOf(error, house)),
    websocket: socketHandler,
  })
  sockets.bind(server)
  // Bun answers larger headers with an empty 431: a token that is too large is to be named. The module
  // takes 12 ms to load, for which nobody waits here.
  void import('node:http').then((http) =>
    Object.assign(http.default, { maxHeaderSize: LIMITS.headerBytes }),
  )
  const sweeper = setInterval(() => {
    closeSilent()
    sockets.sweep()
    streams.sweep()
    graphql.sweep()
    quick?.sweep()
    strangers.sweep()
    const much = house.flood.sweep()
    if (much !== undefined) house.gossip(much)
  }, 1000)

  /** Accepts nothing more, finishes what was begun, tells everyone to come back. */
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
    /** How many listen, by door. */
    connections: () => ({
      socket: sockets.count,
      stream: streams.count,
      graphql: graphql.count(),
      quick: quick?.count ?? 0,
    }),
    /** What was refused by a limit, by which. */
    limited: () => ({
      user_rate: house.flood.refused,
      address_rate: strangers.flood.refused,
      node_connections: strangers.connections.refused.node,
      address_connections: strangers.connections.refused.address,
      user_connections: strangers.connections.refused.user,
    }),
    stop,
  }
}
