import type { Room } from '../../protocol/entities.ts'
import { parlance } from './parlance.ts'

export async function setUp() {
  const server = await parlance()
  const app = server.backend()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  for (const who of [ana, ben]) await who.ask('GET', '/me')
  return {
    server,
    app,
    ana,
    ben,
    room: (more: object = {}): Promise<Room> =>
      app.ask('POST', '/rooms', {
        type: 'group',
        name: 'Order 17',
        members: [{ user: ana.id, role: 'owner' }, { user: ben.id }],
        ...more,
      }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
