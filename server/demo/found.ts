import type { RoomId } from '../../protocol/ids.ts'
import { createAccount } from '../domain/accounts/create.ts'
import { offerAdministrator } from '../domain/accounts/offer-administrator.ts'
import { createRoom } from '../domain/app/rooms/create.ts'
import { createUser } from '../domain/app/users/create.ts'
import type { Caller } from '../domain/ports.ts'
import { updatePresence } from '../domain/presence/update.ts'
import type { Ports } from '../domain/use-case.ts'
import { DMS, PEOPLE, type Person, type Place, ROOMS, STATUSES } from './company.ts'

/** Who signs in to see the company. */
export const FOUNDER = 'mira' satisfies Person

export type Everybody = Readonly<Record<Person, Caller>>
export type Rooms = Readonly<
  Record<Place, { readonly id: RoomId; readonly members: readonly Person[] }>
>

const APP = { scopes: new Set<never>() }

export async function createPeople(ports: Ports, password: string): Promise<Everybody> {
  const link = await offerAdministrator(ports.store)
  const { user } = await createAccount({
    ...ports,
    visitor: { address: '127.0.0.1', agent: '' },
    input: { handle: FOUNDER, name: PEOPLE[FOUNDER], password, ...(link && { link }) },
  })
  const people = new Map<string, Caller>([[FOUNDER, callerOf(user)]])
  for (const [id, name] of Object.entries(PEOPLE)) {
    if (id === FOUNDER) continue
    const input = { id: id as Caller['user']['id'], name, handle: id, kind: 'person' as const }
    const { value } = await createUser({ ...ports, caller: APP, input })
    people.set(id, callerOf(value))
  }
  const everybody = Object.fromEntries(people) as Everybody
  for (const [person, status] of Object.entries(STATUSES))
    await updatePresence({ ...ports, caller: everybody[person as Person], input: { status } })
  return everybody
}

const callerOf = (user: Caller['user']): Caller => ({ user, endsAt: Number.POSITIVE_INFINITY })

export async function createRooms(ports: Ports, people: Everybody): Promise<Rooms> {
  const idOf = (person: Person) => people[person].user.id
  const rooms: [string, Rooms[Place]][] = []
  for (const [place, { members, ...settings }] of Object.entries(ROOMS)) {
    const roles = members.map((one, at) => ({
      user: idOf(one),
      role: at === 0 ? ('owner' as const) : ('member' as const),
    }))
    const { value } = await createRoom({
      ...ports,
      caller: APP,
      input: { ...settings, members: roles },
    })
    rooms.push([place, { id: value.id, members }])
  }
  for (const [place, members] of Object.entries(DMS)) {
    const input = { type: 'dm' as const, members: members.map((one) => ({ user: idOf(one) })) }
    const { value } = await createRoom({ ...ports, caller: APP, input })
    rooms.push([place, { id: value.id, members }])
  }
  return Object.fromEntries(rooms) as Rooms
}
