import { threadRoot } from '../messages/rules.ts'
import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

export const unfollowThread: UseCase<'threads.unfollow'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const root = await threadRoot(tx, standing, input.message)
    await tx.threads.follow(root, standing.me.id, false)
    return {}
  })
