import type { Server } from 'bun'
import type { House } from '../door.ts'
import type { Talk } from '../sockets.ts'
import type { Strangers } from '../strangers.ts'
import type { GraphqlDoor, GraphqlOptions } from './door.ts'

/**
 * `/graphql`, opened when somebody first comes to it: its library and its schema are megabytes, and a tenth
 * of a second, that a server which nobody asks by GraphQL does without.
 */
export function graphqlDoor(house: House, strangers: Strangers, options: GraphqlOptions) {
  let opening: Promise<GraphqlDoor> | undefined
  let door: GraphqlDoor | undefined

  async function open(): Promise<GraphqlDoor> {
    const { openGraphql } = await import('./door.ts')
    door = openGraphql(house, strangers, options)
    return door
  }
  const opened = () => (opening ??= open())

  return {
    routes: {
      GET: async (request: Request, server: Server<Talk>) =>
        (await opened()).routes.GET(request, server),
      POST: async (request: Request, server: Server<unknown>) =>
        (await opened()).routes.POST(request, server),
    },
    count: () => door?.count() ?? 0,
    sweep: () => door?.sweep(),
    stop: async () => (await opening)?.stop(),
  }
}
