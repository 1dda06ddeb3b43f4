import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const getRoom: AppUseCase<'rooms.get'> = ({ store, input }) =>
  store.read(async (reader) => (await inRoom(reader, input.room)).room)
