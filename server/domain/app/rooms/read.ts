import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const readRoom: AppUseCase<'rooms.read'> = ({ store, input }) =>
  store.read(async (reader) => (await inRoom(reader, input.room)).room)
