import type { UseCase } from '../use-case.ts'
import { visible } from './rules.ts'

export const getRoom: UseCase<'rooms.get'> = ({ store, caller, input }) =>
  store.read(
    async (reader) => visible(await reader.rooms.standing(input.room, caller.user.id)).room,
  )
