import { LIMITS } from '../../../protocol/limits.ts'
import { authorize } from '../authorize.ts'
import { isLive } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { presenceOf } from './rules.ts'

/** In a large room the list is empty, as no presence event is published there. */
export const listPresence: UseCase<'presence.list'> = ({ store, presence, caller, input }) =>
  store.read(async (reader) => {
    const found = await reader.rooms.standing(input.room, caller.user.id)
    const { room } = authorize('presence.list', found)
    if (!isLive(room, 'presence')) return { presence: [] }
    const members = await reader.presence.ofRoom(room.id, LIMITS.liveMembers)
    return {
      presence: members.map(({ user, ...setting }) =>
        presenceOf(user, setting, presence.isOnline(user.id)),
      ),
    }
  })
