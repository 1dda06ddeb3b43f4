import { authorize } from '../authorize.ts'
import { requireFeature } from '../conditions.ts'
import { threadRoot } from '../messages/rules.ts'
import { isLive } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** Only members who can send messages can report typing. In a large room nothing is published, and nothing refused. */
export const startTyping: UseCase<'typing.start'> = async ({ store, typing, caller, input }) => {
  const { standing, blockers } = await store.read(async (reader) => {
    const found = await reader.rooms.standing(input.room, caller.user.id)
    const standing = authorize('typing.start', found)
    if (input.thread !== undefined) {
      requireFeature(standing.room, 'threads')
      await threadRoot(reader, standing, input.thread)
    }
    return { standing, blockers: await reader.blocks.blockersIn(input.room, standing.me.id) }
  })
  const { room, me, isHidden } = standing
  if (isLive(room, 'typing'))
    typing.start(room.id, me, input.thread, isHidden ? { only: me.id } : { except: blockers })
  return {}
}
