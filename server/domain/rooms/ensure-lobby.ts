import type { Room } from '../../../protocol/entities.ts'
import type { Store } from '../ports.ts'
import { systemUser } from './rules.ts'

/** The lobby, which the first start creates. It has no owner. */
export const ensureLobby = (store: Store): Promise<Room> =>
  store.write(async (tx) => {
    const lobby = await tx.rooms.byKey('lobby')
    if (lobby !== undefined) return lobby
    return tx.rooms.create({ type: 'public', name: 'Lobby', key: 'lobby' }, await systemUser(tx))
  })
