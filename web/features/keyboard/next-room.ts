import type { MyRoom } from '@parlance/sdk'

/** The next room of the rail, or the one before, and after the last one the first. `open`: the place of the open room, or -1. */
export function nextRoom(
  rooms: readonly MyRoom[],
  open: number,
  by: 1 | -1,
  isUnread: boolean,
): MyRoom | undefined {
  const { length } = rooms
  const first = open < 0 ? (by === 1 ? 0 : length - 1) : open + by
  for (let step = 0; step < length; step++) {
    const room = rooms[(first + step * by + length * 2) % length]
    if (room && (!isUnread || room.unread > 0 || room.mentions > 0)) return room
  }
  return undefined
}
