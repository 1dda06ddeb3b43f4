import { authorize } from '../authorize.ts'
import { threadRoot } from '../messages/rules.ts'
import type { UseCase } from '../use-case.ts'

export const followThread: UseCase<'threads.follow'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const found = await tx.rooms.standing(input.room, caller.user.id)
    const standing = authorize('threads.follow', found)
    const root = await threadRoot(tx, standing, input.message)
    await tx.threads.follow(root, standing.me.id, true)
    return tx.threads.get(root, standing.me.id)
  })
