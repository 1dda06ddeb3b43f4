import { type At, type Deed, readUntil, visit } from './prices-deeds.ts'
import { MANY_ROOMS } from './prices-world.ts'

/** Opening each kind of connection, by somebody in very many rooms; and closing it. */
export function connectionDeeds({ port, world }: At): Deed[] {
  const { token } = world.people.ana
  const authorization = { authorization: `Bearer ${token}` }
  const socket = `ws://127.0.0.1:${port}/api/v1/socket`
  const graphql = `ws://127.0.0.1:${port}/graphql`
  const join = `ws://127.0.0.1:${port}/chat/join`
  const events = `http://127.0.0.1:${port}/api/v1/events`
  const hello = (more: object) => [JSON.stringify({ type: 'hello', token, ...more })]
  const isReady = (frame: string) => frame.startsWith('{"type":"ready"')
  const received = Object.fromEntries(
    Array.from({ length: 1200 }, (_, i) => [`room_${String(i).padStart(26, '0')}`, i]),
  )
  const subscribed = (after: string | null) => [
    JSON.stringify({ type: 'connection_init', payload: { token } }),
    JSON.stringify({
      id: '1',
      type: 'subscribe',
      payload: {
        query:
          'subscription ($after: String) { events(after: $after) { after event { __typename } } }',
        variables: { after },
      },
    }),
  ]
  const isSubscribed = (frame: string) => frame.includes('"Ready"')
  const many = `of somebody in ${MANY_ROOMS} rooms`
  const old = `${many}, from a cursor of long ago`
  const user = { caller: 'user' } as const
  return [
    {
      ...user,
      name: 'open',
      transport: 'WebSocket',
      input: many,
      call: () => visit(socket, hello({}), isReady),
    },
    {
      ...user,
      name: 'open',
      transport: 'WebSocket',
      input: old,
      call: () => visit(socket, hello({ cursor: world.cursor }), isReady),
    },
    {
      ...user,
      name: 'open',
      transport: 'WebSocket',
      input: `${many}, who has received of 1,200 logs`,
      call: () => visit(socket, hello({ cursor: world.cursor, received }), isReady),
    },
    {
      ...user,
      name: 'open',
      transport: 'SSE',
      input: many,
      call: () => readUntil(events, authorization, 'event: ready'),
    },
    {
      ...user,
      name: 'open',
      transport: 'SSE',
      input: old,
      call: () =>
        readUntil(
          `${events}?cursor=${encodeURIComponent(world.cursor)}`,
          authorization,
          'event: ready',
        ),
    },
    {
      ...user,
      name: 'subscribe',
      transport: 'GraphQL',
      input: many,
      call: () => visit(graphql, subscribed(null), isSubscribed, 'graphql-transport-ws'),
    },
    {
      ...user,
      name: 'subscribe',
      transport: 'GraphQL',
      input: old,
      call: () => visit(graphql, subscribed(world.cursor), isSubscribed, 'graphql-transport-ws'),
    },
    {
      name: '/chat/join',
      transport: 'WebSocket',
      input: 'history of 200 messages of 16 KiB',
      caller: 'nobody',
      call: (n) => {
        const query = new URLSearchParams({ name: `Q${n}`, room: world.quickRoom, history: '200' })
        let lines = 0
        // One of them is one's own joining.
        return visit(`${join}?${query}`, [], () => ++lines > 200)
      },
    },
    {
      name: 'hello refused',
      transport: 'WebSocket',
      input: 'a token of 16 KiB that is wrong',
      caller: 'nobody',
      call: () =>
        visit(socket, [JSON.stringify({ type: 'hello', token: wrong })], (frame) =>
          frame.includes('invalid_token'),
        ),
    },
    {
      name: 'frame refused',
      transport: 'WebSocket',
      input: '64 KiB of JSON that is no frame',
      caller: 'nobody',
      call: () => visit(socket, [junk], (frame) => frame.includes('invalid_frame')),
    },
    {
      name: 'greeting refused',
      transport: 'GraphQL',
      input: 'a token of 16 KiB that is wrong',
      caller: 'nobody',
      call: () =>
        visit(
          graphql,
          [JSON.stringify({ type: 'connection_init', payload: { token: wrong } })],
          () => true,
          'graphql-transport-ws',
        ).catch((error) => {
          if (!String(error).includes('44')) throw error
        }),
    },
  ]
}

const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')
/** As large as a token may be, and right but for its signature. */
export const wrong = `${part({ alg: 'HS256' })}.${part({
  sub: 'eve',
  name: 'Eve',
  iss: 'bench',
  exp: Math.floor(Date.now() / 1000) + 86_400,
  more: 'x'.repeat(12_000),
})}.${'A'.repeat(43)}`
const junk = JSON.stringify({
  type: 'hello',
  received: Array.from({ length: 4000 }, () => ['x']),
}).slice(0, 60_000)
