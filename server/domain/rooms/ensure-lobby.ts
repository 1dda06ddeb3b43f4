import type { Room } from '../../../protocol/entities.ts'
import { SYSTEM } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'
import { senderOf } from './rules.ts'

/** The room that everybody finds at the first start. Nobody owns it. */
export const ensureLobby = (store: Store): Promise<Room> =>
  store.write(async (tx) => {
    const lobby = await tx.rooms.byKey('lobby')
    if (lobby !== undefined) return lobby
    const parlance =
      (await tx.users.get(SYSTEM)) ??
      (await tx.users.create({ id: SYSTEM, name: 'Parlance', kind: 'bot' }))
    return tx.rooms.create({ type: 'public', name: 'Lobby', key: 'lobby' }, senderOf(parlance))
  })
