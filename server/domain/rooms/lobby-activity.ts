import type { RoomId } from '../../../protocol/ids.ts'
import type { Activity, Store } from '../ports.ts'

/** The most entries of the lobby's history. */
const LIMIT = 200

/** The last joins, leaves and messages of the lobby. Everyone can read them, because everyone can join the lobby. */
export const lobbyActivity = (store: Store, lobby: RoomId): Promise<readonly Activity[]> =>
  store.read((reader) => reader.rooms.activity(lobby, LIMIT))
