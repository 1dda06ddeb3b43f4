import type { Server } from 'bun'
import { handleProtocols } from 'graphql-ws'
import { Refusal } from '../../../../protocol/refusals.ts'
import { answerRefusal, refusalOf } from '../../answer.ts'
import type { ClientConnection } from '../../live/sockets.ts'
import { visitorOf } from '../../visitor.ts'
import type { GraphqlServices } from './services.ts'
import { GraphqlSocket } from './socket.ts'

/** Opens a socket of `graphql-transport-ws`. The request may already have the caller's credential. */
export async function upgrade(
  graphql: GraphqlServices,
  request: Request,
  server: Server<ClientConnection>,
): Promise<Response | undefined> {
  try {
    const caller = await graphql.services.authenticator.connection(request)
    if (graphql.subscribers.stopping) throw new Refusal('unavailable')
    const offered = request.headers.get('sec-websocket-protocol') ?? ''
    const supported = handleProtocols(offered)
    // An unsupported subprotocol is accepted as well: a browser receives the close code 4406 only after the handshake.
    const protocol = supported || (offered.split(',')[0]?.trim() ?? '')
    const visitor = visitorOf(graphql.addressLimits, request, server as Server<never>)
    const slot = graphql.addressLimits.open(request, server as Server<never>)
    const data = new GraphqlSocket(graphql, protocol, { caller, visitor }, slot)
    const headers = protocol === '' ? {} : { 'sec-websocket-protocol': protocol }
    if (server.upgrade(request, { data, headers })) return undefined
    slot.close()
    throw new Refusal(
      'invalid_input',
      'This address takes WebSocket connections only: send Upgrade: websocket',
    )
  } catch (error) {
    return answerRefusal(refusalOf(error, graphql.services))
  }
}
