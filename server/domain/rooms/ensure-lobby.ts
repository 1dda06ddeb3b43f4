import type { Room } from '../../../protocol/entities.ts'
import type { Store } from '../ports.ts'
import { parlance } from './rules.ts'

/** The room that everybody finds at the first start. Nobody owns it. */
export const ensureLobby = (store: Store): Promise<Room> =>
  store.write(async (tx) => {
    const lobby = await tx.rooms.byKey('lobby')
    if (lobby !== undefined) return lobby
    return tx.rooms.create({ type: 'public', name: 'Lobby', key: 'lobby' }, await parlance(tx))
  })
