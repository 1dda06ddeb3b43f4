import * as z from 'zod'
import { Presence } from '../../../protocol/entities.ts'
import { RoomId, UserId } from '../../../protocol/ids.ts'
import type { Reader } from '../ports.ts'
import { isLive, senderOf } from '../rooms/rules.ts'
import { presenceOf } from './rules.ts'

/** The presence that others see, the rooms to which it is published, and the users who have blocked this one. */
export const PresenceView = z.compile(
  Presence.extend({ rooms: z.array(RoomId), blockers: z.array(UserId) }),
)
export type PresenceView = Readonly<z.infer<typeof PresenceView>>

/**
 * `seenAgo`: the ms since the user was last known to be online. Undefined if there is nothing to publish: when the
 * connections of an invisible user change (`connectionsChanged`), other users see no difference.
 */
export async function viewPresence(
  reader: Reader,
  id: UserId,
  isOnline: boolean,
  connectionsChanged: boolean,
  seenAgo?: number,
): Promise<PresenceView | undefined> {
  const setting = await reader.presence.get(id)
  const user = await reader.users.get(id)
  if (user === undefined || (connectionsChanged && setting.state === 'invisible')) return undefined
  const rooms = (await reader.presence.rooms(id)).filter((room) => isLive(room, 'presence'))
  const seenAt = seenAgo === undefined ? 0 : reader.now - Math.round(seenAgo)
  const lastSeenAt = Math.max(setting.lastSeenAt ?? 0, seenAt) || undefined
  return {
    ...presenceOf(senderOf(user), { ...setting, lastSeenAt }, isOnline),
    rooms: rooms.map((room) => room.id),
    blockers: [...(await reader.blocks.blockersAround(id))],
  }
}
