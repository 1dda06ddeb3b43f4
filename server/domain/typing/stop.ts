import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'

export const stopTyping: UseCase<'typing.stop'> = async ({ store, typing, caller, input }) => {
  const { room, me } = await store.read(async (reader) => {
    const found = await reader.rooms.standing(input.room, caller.user.id)
    return authorize('typing.stop', found)
  })
  typing.stop(room.id, me.id)
  return {}
}
