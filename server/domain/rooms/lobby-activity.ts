import type { RoomId } from '../../../protocol/ids.ts'
import type { Activity, Store } from '../ports.ts'

/** What the lobby's history shows at most. */
const LIMIT = 200

/** The lobby is open to whoever comes by, and so is what was lately said in it. */
export const lobbyActivity = (store: Store, lobby: RoomId): Promise<readonly Activity[]> =>
  store.read((reader) => reader.rooms.activity(lobby, LIMIT))
