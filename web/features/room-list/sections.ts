import type { MyRoom, RoomId } from '@parlance/sdk'

export type Section = {
  readonly name: 'favourites' | 'rooms' | 'directMessages'
  readonly rooms: readonly MyRoom[]
}

/** The sections of the rail; without favourites there is no section for them. The user's own order comes first, then the last activity. */
export function sectionsOf(rooms: readonly MyRoom[]): readonly Section[] {
  const sorted = [...rooms].sort((a, b) => positionOf(a) - positionOf(b))
  const sections: readonly Section[] = [
    { name: 'favourites', rooms: sorted.filter(({ preferences }) => preferences.favourite) },
    { name: 'rooms', rooms: sorted.filter((room) => !isDm(room) && !isFavourite(room)) },
    { name: 'directMessages', rooms: sorted.filter((room) => isDm(room) && !isFavourite(room)) },
  ]
  return sections.filter(({ name, rooms }) => name !== 'favourites' || rooms.length > 0)
}

/** Rooms in an order that is kept, and new ones first. */
export function inOrderOf(rooms: readonly MyRoom[], kept: readonly MyRoom[]): readonly MyRoom[] {
  const places = kept.map(({ id }) => id)
  return rooms.toSorted((a, b) => places.indexOf(a.id) - places.indexOf(b.id))
}

/** The position of each room after one was moved by one place. Undefined where there is no such place. */
export function moved(
  rooms: readonly MyRoom[],
  room: RoomId,
  by: -1 | 1,
): ReadonlyMap<RoomId, number> | undefined {
  const ids = rooms.map(({ id }) => id)
  const from = ids.indexOf(room)
  const other = ids[from + by]
  if (from < 0 || other === undefined) return undefined
  ids[from] = other
  ids[from + by] = room
  const before = new Map(rooms.map(({ id, preferences }) => [id, preferences.position]))
  return new Map(ids.flatMap((id, at) => (before.get(id) === at ? [] : [[id, at]])))
}

const isDm = ({ type }: MyRoom) => type === 'dm'
const isFavourite = ({ preferences }: MyRoom) => preferences.favourite
const positionOf = ({ preferences }: MyRoom) => preferences.position ?? Number.MAX_SAFE_INTEGER
