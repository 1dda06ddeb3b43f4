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

/** `GET /api/history`: what the lobby's visitors did and said. */
export function lobbyRoutes(house: House, strangers: Strangers, lobby: RoomId) {
  const history = async (request: Request, server: Server<never>) => {
    try {
      strangers.take(request, server, HISTORY_COST)
      const activity = await lobbyActivity(house.world.store, lobby)
      const text = JSON.stringify(activity.map(toLine))
      strangers.charge(request, server, priceOfAnswer(text.length))
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
