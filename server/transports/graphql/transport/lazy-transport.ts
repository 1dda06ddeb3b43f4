import type { Server } from 'bun'
import type { AddressLimits } from '../../limits/address-limits.ts'
import type { ClientConnection } from '../../live/sockets.ts'
import type { Services } from '../../services.ts'
import type { GraphqlOptions, GraphqlTransport } from './transport.ts'

/**
 * `/graphql`, loaded at the first request: the library and the schema cost megabytes of memory and 0.1 s of start-up
 * time, which deployments without GraphQL clients save.
 */
export function graphqlTransport(
  services: Services,
  addressLimits: AddressLimits,
  options: GraphqlOptions,
) {
  let opening: Promise<GraphqlTransport> | undefined
  let transport: GraphqlTransport | undefined

  async function open(): Promise<GraphqlTransport> {
    const { openGraphql } = await import('./transport.ts')
    transport = openGraphql(services, addressLimits, options)
    return transport
  }
  const opened = () => (opening ??= open())

  return {
    routes: {
      GET: async (request: Request, server: Server<ClientConnection>) =>
        (await opened()).routes.GET(request, server),
      POST: async (request: Request, server: Server<unknown>) =>
        (await opened()).routes.POST(request, server),
    },
    count: () => transport?.count() ?? 0,
    sweep: () => transport?.sweep(),
    stop: async () => (await opening)?.stop(),
  }
}
