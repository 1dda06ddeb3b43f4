import type { Server } from 'bun'
import type { House } from '../door.ts'
import type { Talk } from '../sockets.ts'
import type { Strangers } from '../strangers.ts'
import { Audience } from './audience.ts'
import { Documents } from './documents.ts'
import { answerHttp } from './http.ts'
import { KnownOperations } from './operations.ts'
import { makeSchema } from './schema.ts'
import { upgrade } from './upgrade.ts'

export type GraphqlOptions = {
  /** Whether the schema may be asked for. It is printed in docs/api/schema.graphql in any case. */
  readonly introspection: boolean
  /** The app's own operations, said by their hash; `only`: no others. */
  readonly operations: readonly string[]
  readonly only: boolean
}

export type GraphqlDoor = ReturnType<typeof openGraphql>

/** `/graphql`: queries, mutations and subscriptions, over HTTP, event streams and sockets. */
export function openGraphql(house: House, strangers: Strangers, options: GraphqlOptions) {
  const { introspection, operations, only } = options
  const known = new KnownOperations(operations, only)
  const place = {
    house,
    strangers,
    documents: new Documents(makeSchema(), known, introspection),
    audience: new Audience(house),
  }
  return {
    routes: {
      GET: async (request: Request, server: Server<Talk>) =>
        request.headers.get('upgrade') === null
          ? answerHttp(place, request, server)
          : upgrade(place, request, server),
      POST: async (request: Request, server: Server<unknown>) => answerHttp(place, request, server),
    },
    count: () => place.audience.sockets.size + place.audience.streams.size,
    sweep: () => place.audience.sweep(),
    stop: () => place.audience.stop(),
  }
}
