import { visibleMessage } from '../../messages/rules.ts'
import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const getMessage: AppUseCase<'messages.get'> = ({ store, input }) =>
  store.read(async (reader) =>
    visibleMessage(reader, await inRoom(reader, input.room), input.message),
  )
