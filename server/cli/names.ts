import { RoomId, UserId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { ChatError } from '../../sdk/typescript/src/error.ts'
import { CommandFailed } from './errors.ts'
import { ask, type Link, upTo } from './links/link.ts'

/** The id of a user who is named by the id or by the handle. */
export async function findUser(link: Link, name: string): Promise<string> {
  if (UserId.safeParse(name).success)
    try {
      return (await ask(link, 'users.get', { user: name })).id
    } catch (error) {
      if (codeOf(error) !== 'not_found') throw error
    }
  const key = name.replace(/^@/, '').toLowerCase()
  const { items } = await upTo(Number.MAX_SAFE_INTEGER, LIMITS.pageMax, async (after, limit) => {
    const { users, next } = await ask(link, 'users.list', { ...(after && { after }), limit })
    return { items: users.filter(({ handle }) => handle?.toLowerCase() === key), next }
  })
  const [user] = items
  if (user === undefined)
    throw new CommandFailed(`${name}: no user has this id or handle: parlance user list shows all`)
  return user.id
}

/** The id of a room that is named by the id or by the name. */
export async function findRoom(link: Link, name: string): Promise<string> {
  if (RoomId.safeParse(name).success) return name
  const { items } = await upTo(Number.MAX_SAFE_INTEGER, LIMITS.pageMax, async (after, limit) => {
    const { rooms, next } = await ask(link, 'rooms.list', { ...(after && { after }), limit })
    return { items: rooms.filter((room) => room.name?.toLowerCase() === name.toLowerCase()), next }
  })
  const [room, other] = items
  if (room === undefined)
    throw new CommandFailed(`${name}: no room has this id or name: parlance room list shows all`)
  if (other !== undefined)
    throw new CommandFailed(`${name}: several rooms have this name: use an id, such as ${room.id}`)
  return room.id
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Refusal || error instanceof ChatError ? error.code : undefined
