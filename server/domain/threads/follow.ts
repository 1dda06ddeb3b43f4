import { threadRoot } from '../messages/rules.ts'
import { asMember, has } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

export const followThread: UseCase<'threads.follow'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const root = await threadRoot(tx, standing, input.message)
    has(standing.room, 'threads')
    await tx.threads.follow(root, standing.me.id, true)
    return tx.threads.get(root, standing.me.id)
  })
