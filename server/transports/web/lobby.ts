import type { Server } from 'bun'
import type { RoomId } from '../../../protocol/ids.ts'
import type { Activity } from '../../domain/ports.ts'
import { lobbyActivity } from '../../domain/rooms/lobby-activity.ts'
import { answerRefusal, answerText, refusalOf } from '../answer.ts'
import type { AddressLimits } from '../limits/address-limits.ts'
import { priceOfAnswer } from '../limits/prices.ts'
import type { Services } from '../services.ts'

/** The price of up to 200 messages, in requests. Their length is charged in addition. */
const HISTORY_COST = 10
const EVENT_TYPES = {
  'member.joined': 'connected',
  'member.left': 'disconnected',
  'message.created': 'message',
} as const

/**
 * `GET /api/history`: joins, leaves and messages in the lobby. For a signed-in user `?detail=true` adds the
 * seq, the time and the user of each entry.
 */
export function lobbyRoutes(services: Services, addressLimits: AddressLimits, lobby: RoomId) {
  const history = async (request: Request, server: Server<never>) => {
    try {
      const caller = await services.authenticator.request(request)
      await (caller === undefined
        ? addressLimits.turn(request, server)
        : services.rateLimiter.turn(caller.user.id))
      if (caller === undefined) addressLimits.take(request, server, HISTORY_COST)
      else services.rateLimiter.take(caller.user.id, HISTORY_COST)
      const activity = await lobbyActivity(services.ports.store, lobby)
      const isDetailed =
        caller !== undefined && new URL(request.url).searchParams.get('detail') === 'true'
      const text = JSON.stringify(activity.map(isDetailed ? toDetail : toLine))
      // Plain lines of text: an eighth of the CPU of messages with data, quotes and reactions.
      const price = priceOfAnswer(text.length) / 8
      if (caller === undefined) addressLimits.charge(request, server, price)
      else services.rateLimiter.charge(caller.user.id, price)
      return answerText(200, text)
    } catch (error) {
      return answerRefusal(refusalOf(error, services))
    }
  }
  return { '/api/history': { GET: history } }
}

const toLine = ({ type, name, text }: Activity) => ({
  event_type: EVENT_TYPES[type],
  username: name,
  ...(text !== undefined && { message: text }),
})

const toDetail = (activity: Activity) => {
  const { seq, at, user } = activity
  return { ...toLine(activity), seq, at, user }
}
