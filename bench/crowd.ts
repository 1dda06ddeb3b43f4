import { SignJWT } from 'jose'
import { Client, type Tally } from './client.ts'
import { SECRET, type Variant } from './variants.ts'
import { wireOf } from './wire.ts'

/** Connections that open, or requests that run, at a time. */
const AT_ONCE = 100
/** Members that one command may bring. */
const MEMBERS_AT_ONCE = 100

export type Target = { readonly variant: Variant; readonly port: number }
export type Room = { readonly id: string; readonly clients: readonly Client[] }

/** Users `from` … `from + count`, signed in and in no room. */
export function connectIdle(target: Target, tally: Tally, from: number, count: number) {
  return inTurns(range(from, count), (i) => connect(target, tally, i, []))
}

/** Rooms of as many members each, all of them connected. */
export async function gather(
  target: Target,
  tally: Tally,
  rooms: number,
  members: number,
  isShared = false,
): Promise<Room[]> {
  const groups = range(0, rooms).map((room) => range(isShared ? 0 : room * members, members))
  const ids =
    target.variant === 'product'
      ? await makeRooms(target, groups)
      : groups.map((_, room) => `room_${String(room).padStart(26, '0')}`)
  if (isShared) {
    const clients = await inTurns(range(0, members), (i) => connect(target, tally, i, ids))
    return ids.map((id, room) => {
      const first = room % members
      return { id, clients: [...clients.slice(first), ...clients.slice(0, first)] }
    })
  }
  const out: Room[] = []
  for (const [room, users] of groups.entries()) {
    const id = ids[room] ?? ''
    out.push({ id, clients: await inTurns(users, (i) => connect(target, tally, i, [id])) })
  }
  return out
}

/** In the product and in Centrifugo a token is signed; to the others a name is enough. */
export async function tokenOf(variant: Variant, user: number): Promise<string> {
  const name = `user-${user}`
  if (variant !== 'product' && variant !== 'centrifugo') return name
  return new SignJWT({ name })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(name)
    .setIssuer('bench')
    .setExpirationTime('1 day')
    .sign(new TextEncoder().encode(SECRET))
}

async function connect(target: Target, tally: Tally, user: number, rooms: readonly string[]) {
  const token = await tokenOf(target.variant, user)
  const client = new Client(wireOf(target.variant), target.port, token, rooms, tally)
  await client.ready
  return client
}

/** A room for each group of users, in the product. */
export async function makeRooms(target: Target, groups: readonly (readonly number[])[]) {
  // The first sight of a token makes its user.
  await inTurns([...new Set(groups.flat())], (user) => ask(target, user, 'GET', '/me'))
  return inTurns(groups, async ([owner = 0, ...others]) => {
    const members = others.slice(0, MEMBERS_AT_ONCE).map((i) => `user-${i}`)
    const room = { type: 'group', name: 'bench', members }
    const { id } = (await ask(target, owner, 'POST', '/rooms', room)) as { id: string }
    await inTurns(others.slice(MEMBERS_AT_ONCE), (user) =>
      ask(target, owner, 'PUT', `/rooms/${id}/members/user-${user}`),
    )
    return id
  })
}

export async function ask(
  target: Target,
  user: number,
  method: string,
  path: string,
  body?: object,
) {
  const response = await fetch(`http://127.0.0.1:${target.port}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf(target.variant, user)}` },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
  return response.json()
}

export async function inTurns<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const out: R[] = []
  for (let i = 0; i < items.length; i += AT_ONCE)
    out.push(...(await Promise.all(items.slice(i, i + AT_ONCE).map(work))))
  return out
}

export const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + i)
