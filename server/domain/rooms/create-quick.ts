import type { Room } from '../../../protocol/entities.ts'
import type { Store } from '../ports.ts'
import { systemUser } from './rules.ts'

/** Creates a public room without an owner and without members. */
export const createQuickRoom = (store: Store, name: string): Promise<Room> =>
  store.write(async (tx) =>
    tx.rooms.create({ type: 'public', name, isQuick: true }, await systemUser(tx)),
  )
