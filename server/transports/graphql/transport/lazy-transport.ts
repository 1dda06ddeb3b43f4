import type { Server } from 'bun'
import type { AddressLimits } from '../../limits/address-limits.ts'
import type { ClientConnection } from '../../live/sockets.ts'
import type { Services } from '../../services.ts'
import type { GraphqlOptions, GraphqlTransport } from './transport.ts'

/**
 * `/graphql`, opened when somebody first comes to it: its library and its schema are megabytes, and a tenth
 * of a second, that a server which nobody asks by GraphQL does without.
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
