import { asMember, has } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

export const stopTyping: UseCase<'typing.stop'> = async ({ store, typing, caller, input }) => {
  const { room, me } = await store.read(async (reader) =>
    asMember(await reader.rooms.standing(input.room, caller.user.id)),
  )
  has(room, 'typing')
  typing.stop(room.id, me.id)
  return {}
}
