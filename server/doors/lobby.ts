import type { Server } from 'bun'
import type { RoomId } from '../../protocol/ids.ts'
import type { Activity } from '../domain/ports.ts'
import { lobbyActivity } from '../domain/rooms/lobby-activity.ts'
import { answerRefusal, answerText, refusalOf } from './answer.ts'
import type { House } from './door.ts'
import { priceOfAnswer } from './prices.ts'
import type { Strangers } from './strangers.ts'

/** Up to 200 messages, and their length beside it. */
const HISTORY_COST = 10
const EVENT_TYPES = {
  'member.joined': 'connected',
  'member.left': 'disconnected',
  'message.created': 'message',
} as const

/**
 * `GET /api/history`: what the lobby's visitors did and said. To a user `?detail=true` says of each
 * line its place in the room's log, its time and its user, too.
 */
export function lobbyRoutes(house: House, strangers: Strangers, lobby: RoomId) {
  const history = async (request: Request, server: Server<never>) => {
    try {
      const caller = await house.callerOf.request(request)
      if (caller === undefined) strangers.take(request, server, HISTORY_COST)
      else house.flood.take(caller.user.id, HISTORY_COST)
      const activity = await lobbyActivity(house.world.store, lobby)
      const isDetailed =
        caller !== undefined && new URL(request.url).searchParams.get('detail') === 'true'
      const text = JSON.stringify(activity.map(isDetailed ? toDetail : toLine))
      const price = priceOfAnswer(text.length)
      if (caller === undefined) strangers.charge(request, server, price)
      else house.flood.charge(caller.user.id, price)
      return answerText(200, text)
    } catch (error) {
      return answerRefusal(refusalOf(error, house))
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
