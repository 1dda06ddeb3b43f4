import { expect, test } from 'bun:test'
import * as z from 'zod'
import { COMMANDS, type CommandName } from '../protocol/commands.ts'
import type { Client } from './support/client.ts'
import { type Parlance, parlance } from './support/parlance.ts'

// Every command x every role x objects of one's own and of others, made from the protocol's table.

const IN_ROOM = ['owner', 'admin', 'moderator', 'member', 'author'] as const
const OUTSIDE = ['left', 'stranger'] as const
type Insider = (typeof IN_ROOM)[number]

const ALL = IN_ROOM
const STAFF = ['owner', 'admin', 'moderator'] as const
const MANAGERS = ['owner', 'admin'] as const
/** Who of a group may do it, where it is about a plain member and what `author` has said. */
const MAY: { readonly [N in CommandName]: readonly Insider[] | 'not of a room' } = {
  'guests.create': 'not of a room',
  'me.read': 'not of a room',
  'me.update': 'not of a room',
  'users.list': 'not of a room',
  'tickets.create': 'not of a room',
  'rooms.create': 'not of a room',
  'rooms.list': 'not of a room',
  'mentions.list': 'not of a room',
  'threads.list': 'not of a room',
  'invitations.mine': 'not of a room',
  'invitations.accept': 'not of a room',
  'rooms.read': ALL,
  'rooms.update': MANAGERS,
  'rooms.delete': ['owner'],
  'members.list': ALL,
  'members.join': ALL,
  'members.leave': ['admin', 'moderator', 'member', 'author'],
  'members.add': STAFF,
  'members.update': MANAGERS,
  'members.remove': STAFF,
  'messages.send': ALL,
  'messages.list': ALL,
  'messages.read': ALL,
  'messages.update': ['author'],
  'messages.delete': [...STAFF, 'author'],
  'messages.restore': ['author'],
  'messages.versions': ALL,
  'reactions.add': ALL,
  'reactions.remove': ALL,
  'reactions.list': ALL,
  'threads.read': ALL,
  'threads.follow': ALL,
  'threads.unfollow': ALL,
  'messages.unread': ALL,
  'receipts.read': ALL,
  'receipts.readAll': 'not of a room',
  'receipts.unread': ALL,
  'receipts.deliver': ALL,
  'receipts.list': ALL,
  'receipts.readThread': ALL,
  'pins.list': ALL,
  'pins.add': STAFF,
  'pins.remove': STAFF,
  'preferences.update': ALL,
  'invitations.create': STAFF,
  'invitations.list': STAFF,
  'invitations.delete': STAFF,
  'messages.search': 'not of a room',
  'presence.update': 'not of a room',
  'presence.list': ALL,
  'typing.start': ALL,
  'typing.stop': ALL,
}

/** Who is not let, and not because of their role; and what a plain member does not even see. */
const REFUSED_AS: { readonly [N in CommandName]?: string } = {
  'members.leave': 'last_owner',
  'invitations.delete': 'not_found',
}

const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[]
const OF_ROOM = COMMAND_NAMES.filter((name) => MAY[name] !== 'not of a room')
const NOBODYS = {
  room: 'room_00000000000000000000000000',
  message: 'msg_00000000000000000000000000',
  invitation: 'inv_00000000000000000000000000',
  user: 'nobody-at-all',
}

type Objects = Readonly<Record<'room' | 'message' | 'invitation' | 'user', string>>

/** What a command must have, and no more, about these objects. */
function inputOf(name: CommandName, objects: Objects): Record<string, unknown> {
  const { required = [] } = z.toJSONSchema(COMMANDS[name].input, {
    io: 'input',
    unrepresentable: 'any',
  })
  const values: Record<string, unknown> = {
    ...objects,
    seq: 3,
    text: 'x',
    emoji: ':x:',
    role: 'member',
  }
  return Object.fromEntries(
    required.map((field) => {
      if (!(field in values)) throw new Error(`${name}: what is a ${field}?`)
      return [field, values[field]]
    }),
  )
}

function call(who: Client, name: CommandName, objects: Objects) {
  const { method, path } = COMMANDS[name]
  const input = inputOf(name, objects)
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

async function cast(server: Parlance) {
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

/** What is the same about two refusals. */
const said = ({ status, body }: Awaited<ReturnType<Client['call']>>) => ({ status, ...body })

test('[AUT-1] in a room each role may do what is its own, and nothing else', async () => {
  await using server = await parlance()
  const { people, group } = await cast(server)
  const wrong: string[] = []
  for (const name of OF_ROOM)
    for (const role of IN_ROOM) {
      const { status, body } = await call(people[role], name, await group())
      const may = (MAY[name] as readonly string[]).includes(role)
      const expected = may ? undefined : (REFUSED_AS[name] ?? 'forbidden')
      if (status >= 300 ? body.code !== expected : expected !== undefined)
        wrong.push(`${role} ${name}: ${status} ${body?.code}`)
    }
  expect(wrong).toEqual([])
}, 120_000)

test('[AUT-2] outside of a room it is as if it were not there, on REST and socket: the same words as for one that never was', async () => {
  await using server = await parlance()
  const { people, group } = await cast(server)
  const objects = await group()
  const wrong: string[] = []
  for (const role of OUTSIDE) {
    const socket = await people[role].socket()
    for (const name of OF_ROOM) {
      const theirs = said(await call(people[role], name, objects))
      const nobodys = said(
        await call(people[role], name, { ...objects, ...NOBODYS, user: objects.user }),
      )
      const code = await socket.command(name, inputOf(name, objects))
      if (theirs.status !== 404 || code !== 'not_found')
        wrong.push(`${role} ${name}: ${theirs.code}, ${code}`)
      if (JSON.stringify(theirs) !== JSON.stringify(nobodys))
        wrong.push(`${role} ${name}: ${JSON.stringify([theirs, nobodys])}`)
    }
  }
  expect(wrong).toEqual([])
  const events = await people.stranger.socket({
    cursor: (await people.owner.socket()).ready.cursor,
  })
  expect(events.events).toEqual([])
}, 60_000)

test('[AUT-3] through one’s own room nothing of another is reached: the same words as for what never was', async () => {
  await using server = await parlance()
  const { people, group } = await cast(server)
  const theirs = await group()
  const mine = await people.stranger.room('group')
  const wrong: string[] = []
  for (const name of OF_ROOM) {
    const fields = Object.keys(inputOf(name, theirs)).filter(
      (f) => f === 'message' || f === 'invitation',
    )
    if (fields.length === 0) continue
    const through = { ...theirs, room: mine.id }
    const found = said(await call(people.stranger, name, through))
    const never = said(await call(people.stranger, name, { ...through, ...NOBODYS, room: mine.id }))
    if (found.status !== 404 || JSON.stringify(found) !== JSON.stringify(never))
      wrong.push(`${name}: ${JSON.stringify([found, never])}`)
  }
  const text = { text: 'x' }
  for (const field of ['replyTo', 'thread'])
    for (const id of [theirs.message, NOBODYS.message]) {
      const path = `/rooms/${mine.id}/messages`
      const { status } = await people.stranger.call('POST', path, { ...text, [field]: id })
      if (status !== 404) wrong.push(`${field}: ${status}`)
    }
  expect(wrong).toEqual([])
  expect(await people.owner.history(theirs.room)).toMatchObject([
    { text: 'a word of our own', version: 1 },
  ])
}, 60_000)

test('[AUT-4] nobody acts on who stands beside or above them', async () => {
  await using server = await parlance()
  const { people, group } = await cast(server)
  const order = ['owner', 'admin', 'moderator', 'member'] as const
  const wrong: string[] = []
  const rank = (role: (typeof order)[number]) => order.indexOf(role)
  for (const actor of order)
    for (const other of order.filter((role) => role !== actor)) {
      const on = async (method: string, body?: object) => {
        const { room } = await group()
        const path = `/rooms/${room}/members/${people[other].id}`
        return (await people[actor].call(method, path, body)).status < 300
      }
      const isAbove = rank(actor) < rank(other)
      if ((await on('DELETE')) !== isAbove) wrong.push(`${actor} removes ${other}`)
      for (const role of order) {
        const mayGive = rank(actor) === 0 || (rank(actor) === 1 && isAbove && rank(role) > 1)
        const changesNothing = role === other && rank(actor) <= 1
        if ((await on('PATCH', { role })) !== (mayGive || changesNothing))
          wrong.push(`${actor} makes ${other} ${role}`)
      }
    }
  expect(wrong).toEqual([])
}, 120_000)
