import type { Server } from 'bun'
import { handleProtocols } from 'graphql-ws'
import { Refusal } from '../../../../protocol/refusals.ts'
import { answerRefusal, refusalOf } from '../../answer.ts'
import type { ClientConnection } from '../../live/sockets.ts'
import type { GraphqlServices } from './services.ts'
import { GraphqlSocket } from './socket.ts'

/** A socket of `graphql-transport-ws`, whose caller may be known already. */
export async function upgrade(
  place: GraphqlServices,
  request: Request,
  server: Server<ClientConnection>,
): Promise<Response | undefined> {
  try {
    const caller = await place.services.authenticator.listener(request)
    if (place.subscribers.stopping) throw new Refusal('unavailable')
    const offered = request.headers.get('sec-websocket-protocol') ?? ''
    const spoken = handleProtocols(offered)
    // Another one is taken up, too, as a browser hears the close code (4406) only then.
    const protocol = spoken || (offered.split(',')[0]?.trim() ?? '')
    const slot = place.addressLimits.open(request, server as Server<never>)
    const data = new GraphqlSocket(place, protocol, caller, slot)
    const headers = protocol === '' ? {} : { 'sec-websocket-protocol': protocol }
    if (server.upgrade(request, { data, headers })) return undefined
    slot.close()
    throw new Refusal(
      'invalid_input',
      'This address takes WebSocket connections only: send Upgrade: websocket',
    )
  } catch (error) {
    return answerRefusal(refusalOf(error, place.services))
  }
}
