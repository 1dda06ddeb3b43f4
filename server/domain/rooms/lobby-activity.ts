import type { RoomId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Activity, Store } from '../ports.ts'

/** The most entries of the lobby's history. */
const LIMIT = 200

/**
 * The last joins, leaves and messages of the lobby. Everyone can read them as long as everyone can join the lobby and
 * see the whole of it. Otherwise they are `forbidden`. A deleted lobby has none.
 */
export const lobbyActivity = (store: Store, lobby: RoomId): Promise<readonly Activity[]> =>
  store.read(async (reader) => {
    const room = await reader.rooms.get(lobby)
    if (room === undefined) return []
    if (room.entry === 'request' || room.preview === 'name')
      throw new Refusal(
        'forbidden',
        'Only members can read the history of this room: join it first',
      )
    return reader.rooms.activity(lobby, LIMIT)
  })
