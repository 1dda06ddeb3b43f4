import type { Person, Place } from '../history/recorder.ts'
import { request } from '../history/rest.ts'
import type { Node } from './node.ts'

/** Rooms that most people are in, on every node. */
const ROOMS = 3
/** And some that hardly anybody is in: mostly nobody on a node listens there when somebody comes. */
const CORNERS = 6
/** And some that most are in, and where little is said. */
const QUIET = 9

export type MadeRoom = {
  readonly id: string
  readonly name: string
  readonly owner: Person
}

/** The makers own them in turn. The app adds the others: people who share no room would have to ask first. */
export async function makeRooms(
  node: Node,
  people: readonly Person[],
  makers: readonly Person[],
): Promise<{ readonly [K in 'rooms' | 'corners' | 'quiet']: readonly MadeRoom[] }> {
  const made: MadeRoom[] = []
  for (let n = 0; n < ROOMS + CORNERS + QUIET; n++) {
    const name = `Room ${n} of ${crypto.randomUUID()}`
    const owner = makers[n % makers.length] as Person
    const isCorner = n >= ROOMS && n < ROOMS + CORNERS
    const others = people.filter((one, i) => !isCorner && one !== owner && (i + n) % 3 > 0)
    const members = [{ user: owner.id, role: 'owner' }, ...others.map(({ id }) => ({ user: id }))]
    const type = n === ROOMS - 1 ? 'group' : 'public'
    const { status, body } = await node.app('POST', '/rooms', { type, name, members })
    if (status !== 201) throw new Error(`no room: ${JSON.stringify(body)}`)
    made.push({ id: body.id, name, owner })
  }
  return {
    rooms: made.slice(0, ROOMS),
    corners: made.slice(ROOMS, ROOMS + CORNERS),
    quiet: made.slice(ROOMS + CORNERS),
  }
}

/** A quick room, with these people in it: the first of them from its first event on. */
export async function makeQuickRoom(
  places: readonly Place[],
  people: readonly Person[],
  name: string,
) {
  const [place] = places
  if (place === undefined) throw new Error('a world without a place')
  const made = await fetch(`${place.url}/chat?${new URLSearchParams({ name })}`, { method: 'POST' })
  const { id } = await made.json()
  for (const person of people)
    await request(place.url, person.token, 'PUT', `/rooms/${id}/members/me`)
  return { id, name }
}
