import { LIMITS } from '../../../protocol/limits.ts'
import { authorize } from '../authorize.ts'
import { isLive } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { presenceOf } from './rules.ts'

/** Without users whom the caller has blocked. In a large room the list is empty, as no presence event is published there. */
export const listPresence: UseCase<'presence.list'> = ({ store, presence, caller, input }) =>
  store.read(async (reader) => {
    const found = await reader.rooms.standing(input.room, caller.user.id)
    const { room, me } = authorize('presence.list', found)
    if (!isLive(room, 'presence')) return { presence: [] }
    const members = await reader.presence.ofRoom(room.id, LIMITS.liveMembers)
    const blocked = new Set(await reader.blocks.blockedIn(room.id, me.id))
    return {
      presence: members
        .filter(({ user }) => !blocked.has(user.id))
        .map(({ user, ...setting }) => presenceOf(user, setting, presence.isOnline(user.id))),
    }
  })
