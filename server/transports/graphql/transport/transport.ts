import type { Server } from 'bun'
import type { AddressLimits } from '../../limits/address-limits.ts'
import type { ClientConnection } from '../../live/sockets.ts'
import type { Services } from '../../services.ts'
import { Documents } from '../execution/documents.ts'
import { KnownOperations } from '../execution/operations.ts'
import { makeSchema } from '../schema/schema.ts'
import { answerHttp } from './http.ts'
import { GraphqlSubscribers } from './subscribers.ts'
import { upgrade } from './upgrade.ts'

export type GraphqlOptions = {
  /** Whether the schema may be asked for. It is printed in docs/api/schema.graphql in any case. */
  readonly introspection: boolean
  /** The app's own operations, said by their hash; `only`: no others. */
  readonly operations: readonly string[]
  readonly only: boolean
}

export type GraphqlTransport = ReturnType<typeof openGraphql>

/** `/graphql`: queries, mutations and subscriptions, over HTTP, event streams and sockets. */
export function openGraphql(
  services: Services,
  addressLimits: AddressLimits,
  options: GraphqlOptions,
) {
  const { introspection, operations, only } = options
  const known = new KnownOperations(operations, only)
  const place = {
    services,
    addressLimits,
    documents: new Documents(makeSchema(), known, introspection),
    subscribers: new GraphqlSubscribers(services),
  }
  return {
    routes: {
      GET: async (request: Request, server: Server<ClientConnection>) =>
        request.headers.get('upgrade') === null
          ? answerHttp(place, request, server)
          : upgrade(place, request, server),
      POST: async (request: Request, server: Server<unknown>) => answerHttp(place, request, server),
    },
    count: () => place.subscribers.sockets.size + place.subscribers.streams.size,
    sweep: () => place.subscribers.sweep(),
    stop: () => place.subscribers.stop(),
  }
}
