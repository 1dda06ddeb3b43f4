import type { RoomId } from '../../protocol/ids.ts'
import type { Activity } from '../domain/ports.ts'
import { lobbyActivity } from '../domain/rooms/lobby-activity.ts'
import { answerJson, answerRefusal, refusalOf } from './answer.ts'
import type { House } from './door.ts'

const EVENT_TYPES = {
  'member.joined': 'connected',
  'member.left': 'disconnected',
  'message.created': 'message',
} as const

/** `GET /api/history` and which room the lobby is. */
export function lobbyRoutes(house: House, lobby: RoomId) {
  const history = async () => {
    try {
      const activity = await lobbyActivity(house.world.store, lobby)
      return answerJson(200, activity.map(toLine))
    } catch (error) {
      return answerRefusal(refusalOf(error, house.log))
    }
  }
  return {
    '/api/history': { GET: history },
    '/api/v1/lobby': { GET: async () => answerJson(200, { room: lobby }) },
  }
}

const toLine = ({ type, name, text }: Activity) => ({
  event_type: EVENT_TYPES[type],
  username: name,
  ...(text !== undefined && { message: text }),
})
