import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'

export const getLobby: UseCase<'lobby.get'> = ({ store }) =>
  store.read(async (reader) => {
    const lobby = await reader.rooms.byKey('lobby')
    if (lobby === undefined)
      throw new Refusal('not_found', 'The lobby was deleted: use another room')
    return { room: lobby.id }
  })
