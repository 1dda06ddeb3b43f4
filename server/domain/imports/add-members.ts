import type { RoomId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'
import { systemUser } from '../rooms/rules.ts'
import type { ImportedMember } from './port.ts'
import { memberKey } from './rules.ts'

/** Adds the members who were not added by an import before. Returns how many. `foreign`: the room's id in the source. */
export async function addMembers(
  store: Store,
  source: string,
  foreign: string,
  id: RoomId,
  members: readonly ImportedMember[],
): Promise<number> {
  return store.write(async (tx) => {
    await tx.rooms.lock([id])
    const known = await tx.imports.known(
      source,
      members.map(({ user }) => memberKey(foreign, user)),
    )
    const by = await systemUser(tx)
    let room = await tx.rooms.get(id)
    const added = []
    for (const { user, role } of members) {
      const key = memberKey(foreign, user)
      if (room === undefined || known.has(key)) continue
      added.push({ foreign: key, id: user })
      const found = await tx.users.get(user)
      if (found === undefined || found.deletedAt !== undefined) continue
      if ((await tx.members.get(id, user)) !== undefined) continue
      await tx.members.add(room, found, role, by)
      room = { ...room, memberCount: room.memberCount + 1 }
    }
    await tx.imports.remember(source, added)
    return added.length
  })
}
