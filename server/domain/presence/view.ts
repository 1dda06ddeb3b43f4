import * as z from 'zod'
import { Presence } from '../../../protocol/entities.ts'
import { RoomId, type UserId } from '../../../protocol/ids.ts'
import type { Reader } from '../ports.ts'
import { isLive, senderOf } from '../rooms/rules.ts'
import { presenceOf } from './rules.ts'

/** How somebody is seen, and the rooms that are told. */
export const PresenceView = z.compile(Presence.extend({ rooms: z.array(RoomId) }))
export type PresenceView = Readonly<z.infer<typeof PresenceView>>

/**
 * `wasThere`: how long ago they were last known to be there, in ms. Undefined where there is nobody to
 * tell: an invisible one who comes or goes (`turns`) is seen by no one.
 */
export async function viewPresence(
  reader: Reader,
  id: UserId,
  isThere: boolean,
  turns: boolean,
  wasThere?: number,
): Promise<PresenceView | undefined> {
  const setting = await reader.presence.get(id)
  const user = await reader.users.get(id)
  if (user === undefined || (turns && setting.state === 'invisible')) return undefined
  const rooms = (await reader.presence.rooms(id)).filter((room) => isLive(room, 'presence'))
  const wasThereAt = wasThere === undefined ? 0 : reader.now - Math.round(wasThere)
  const lastSeenAt = Math.max(setting.lastSeenAt ?? 0, wasThereAt) || undefined
  return {
    ...presenceOf(senderOf(user), { ...setting, lastSeenAt }, isThere),
    rooms: rooms.map((room) => room.id),
  }
}
