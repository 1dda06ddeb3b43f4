import * as z from 'zod'
import { COMMANDS, type CommandName } from '../../protocol/commands.ts'
import type { Op } from '../../protocol/op.ts'
import type { Client } from './client.ts'
import type { Parlance } from './parlance.ts'

export const IN_ROOM = ['owner', 'admin', 'moderator', 'member', 'author'] as const
export const OUTSIDE = ['left', 'stranger'] as const

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[]

export const NOBODYS = {
  room: 'room_00000000000000000000000000',
  message: 'msg_00000000000000000000000000',
  invitation: 'inv_00000000000000000000000000',
  request: 'req_00000000000000000000000000',
  user: 'nobody-at-all',
}

export type Objects = Readonly<Record<'room' | 'message' | 'invitation' | 'user', string>> & {
  readonly request?: string
}

/** What a command must have, and no more, about these objects. */
export const inputOf = (name: CommandName, objects: Objects) =>
  neededBy(name, COMMANDS[name], objects)

export function neededBy(name: string, { input }: Op, objects: Objects): Record<string, unknown> {
  const { required = [] } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })
  const values: Record<string, unknown> = {
    ...objects,
    seq: 3,
    text: 'x',
    emoji: ':x:',
    role: 'member',
    requestsFrom: 'rooms',
  }
  return Object.fromEntries(
    required.map((field) => {
      if (!(field in values)) throw new Error(`${name}: what is a ${field}?`)
      return [field, values[field]]
    }),
  )
}

export const call = (who: Client, name: CommandName, objects: Objects) =>
  callOp(who, COMMANDS[name], inputOf(name, objects))

export function callOp(who: Client, { method, path }: Op, input: Record<string, unknown>) {
  const address = path.replace(/:(\w+)/g, (_, field) => {
    const value = input[field]
    delete input[field]
    return encodeURIComponent(String(value))
  })
  const query = method === 'GET' && Object.keys(input).length > 0
  const asked = new URLSearchParams(input as Record<string, string>)
  return who.call(
    method,
    query ? `${address}?${asked}` : address,
    method === 'GET' || method === 'DELETE' ? undefined : input,
  )
}

/** A request of somebody new: after a refusal the later requests of the same user are dropped. */
export async function requestTo(server: Parlance, user: string): Promise<string> {
  const asker = await server.user('Asker')
  return (await asker.ask('POST', '/requests', { user })).id
}

export async function cast(server: Parlance) {
  const names = [...IN_ROOM, ...OUTSIDE, 'target'] as const
  const people = {} as Record<(typeof names)[number], Client>
  for (const name of names) {
    people[name] = await server.user(name)
    await people[name].ask('GET', '/me')
  }
  /** A group with one of each role in it, and something of each kind to act upon. */
  const group = async (): Promise<Objects> => {
    const { owner, author, target, left } = people
    const members = [people.admin, people.moderator, people.member, author, target, left]
    const room = await owner.room('group', ...members)
    for (const role of ['admin', 'moderator'] as const)
      await owner.ask('PATCH', `/rooms/${room.id}/members/${people[role].id}`, { role })
    const message = await author.send(room.id, 'a word of our own')
    const invitation = await owner.ask('POST', `/rooms/${room.id}/invitations`, {})
    await left.ask('DELETE', `/rooms/${room.id}/members/me`)
    return { room: room.id, message: message.id, invitation: invitation.id, user: target.id }
  }
  return { people, group }
}
