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
  /** Whether introspection is allowed. The schema itself is public: docs/api/schema.graphql. */
  readonly introspection: boolean
  /** The documents of registered operations; `only`: all others are refused. */
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
  const graphql = {
    services,
    addressLimits,
    documents: new Documents(makeSchema(), known, introspection),
    subscribers: new GraphqlSubscribers(services),
  }
  return {
    routes: {
      GET: async (request: Request, server: Server<ClientConnection>) =>
        request.headers.get('upgrade') === null
          ? answerHttp(graphql, request, server)
          : upgrade(graphql, request, server),
      POST: async (request: Request, server: Server<unknown>) =>
        answerHttp(graphql, request, server),
    },
    count: () => graphql.subscribers.sockets.size + graphql.subscribers.streams.size,
    sweep: () => graphql.subscribers.sweep(),
    stop: () => graphql.subscribers.stop(),
  }
}
