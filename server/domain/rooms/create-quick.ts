import type { Room } from '../../../protocol/entities.ts'
import type { Store } from '../ports.ts'
import { parlance } from './rules.ts'

/** A public room for whoever has its id. Nobody owns it, and nobody need be in it. */
export const createQuickRoom = (store: Store, name: string): Promise<Room> =>
  store.write(async (tx) => tx.rooms.create({ type: 'public', name }, await parlance(tx)))
