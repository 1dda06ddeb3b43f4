import { LIMITS } from '../../../protocol/limits.ts'
import { asMember, has, isLive } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { presenceOf } from './rules.ts'

/** A room of very many is told nothing of it. */
export const listPresence: UseCase<'presence.list'> = ({ store, presence, caller, input }) =>
  store.read(async (reader) => {
    const { room } = asMember(await reader.rooms.standing(input.room, caller.user.id))
    has(room, 'presence')
    if (!isLive(room, 'presence')) return { presence: [] }
    const members = await reader.presence.ofRoom(room.id, LIMITS.liveMembers)
    return {
      presence: members.map(({ user, ...setting }) =>
        presenceOf(user, setting, presence.isOnline(user.id)),
      ),
    }
  })
