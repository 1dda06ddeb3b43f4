import type { Client } from './client.ts'
import { Subscribed, wsClient } from './graphql.ts'
import { Socket } from './socket.ts'
import { waitFor } from './wait.ts'

export const SUBSCRIPTION = 'subscription { events { __typename } }'
export const TOO_MANY = 'too_many_connections'

export type Held = { readonly close: () => unknown }
export type Opened = Held | string
/** Every kind of connection that is held: opens one, or answers the code by which it was refused. */
export const KINDS: Record<string, (who: Client) => Promise<Opened>> = {
  socket: async (who) => {
    const socket = await Socket.connect(who.url)
    if (socket.closed) return TOO_MANY // at the upgrade: a WebSocket does not say more
    socket.say({ type: 'hello', token: who.token })
    await waitFor(() => socket.ready || socket.closed)
    return socket.ready ? { close: () => socket.ws.close() } : (await socket.ends()).reason
  },
  stream: async (who) => {
    const stream = await who.stream()
    return stream.ready ? stream : (await stream.response.json()).code
  },
  'GraphQL socket': async (who) => {
    const client = wsClient(who)
    const subscribed = new Subscribed(client, SUBSCRIPTION)
    let reason = ''
    client.on('closed', (event) => {
      reason = (event as CloseEvent).reason || TOO_MANY
      void client.dispose()
    })
    await waitFor(() => subscribed.said.length > 0 || reason || subscribed.error)
    if (subscribed.error) void client.dispose()
    const code: string = subscribed.error?.[0]?.extensions?.code || reason
    return code || { close: () => client.dispose() }
  },
  'GraphQL stream': async (who) => {
    const body = JSON.stringify({ query: SUBSCRIPTION })
    const headers = {
      authorization: `Bearer ${who.token}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
    }
    const end = new AbortController()
    const init = { method: 'POST', headers, body, signal: end.signal }
    const response = await fetch(`${who.url}/graphql`, init)
    if (response.ok) return { close: () => end.abort() }
    return (await response.json()).errors[0].extensions.code
  },
}
