import type { RoomId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'
import { dmKey, systemUser } from '../rooms/rules.ts'
import type { ImportedRoom } from './port.ts'
import { roomKey } from './rules.ts'

/** The room of another place, which is created the first time. Undefined if it was deleted here since. */
export async function addRoom(
  store: Store,
  source: string,
  room: ImportedRoom,
  pair: readonly string[],
): Promise<{ readonly id: RoomId; readonly made: boolean } | undefined> {
  return store.write(async (tx) => {
    const foreign = roomKey(room.id)
    const known = (await tx.imports.known(source, [foreign])).get(foreign) as RoomId | undefined
    if (known !== undefined)
      return (await tx.rooms.get(known)) === undefined ? undefined : { id: known, made: false }
    const [a, b] = pair as Parameters<typeof dmKey>[0][]
    const key = room.type === 'dm' && a !== undefined ? dmKey(a, b) : undefined
    const { type, name, topic } = room
    const there = key === undefined ? undefined : await tx.rooms.byKey(key)
    const settings = { type, ...(name && { name }), ...(topic && { topic }), ...(key && { key }) }
    const { id } = there ?? (await tx.rooms.create(settings, await systemUser(tx)))
    await tx.imports.remember(source, [{ foreign, id }])
    return { id, made: there === undefined }
  })
}
