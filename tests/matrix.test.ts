import { expect, test } from 'bun:test'
import type { CommandName } from '../protocol/commands.ts'
import { FEATURES } from '../protocol/entities.ts'
import { NOT_OF_A_ROOM, type RoomCommand } from '../server/domain/permissions.ts'
import type { Client } from './support/client.ts'
import {
  COMMAND_NAMES,
  call,
  cast,
  IN_ROOM,
  inputOf,
  NOBODYS,
  type Objects,
  OUTSIDE,
} from './support/matrix.ts'
import { parlance } from './support/parlance.ts'
import {
  ask,
  mayUse,
  OF_ROOM,
  OF_SERVER,
  permitted,
  REFUSED_AS,
  RESTRICTED,
  USABLE,
} from './support/permitted.ts'

// Every command x every role x objects of one's own and of others, made from the protocol's table.

/** What is the same about two refusals. */
const said = ({ status, body }: Awaited<ReturnType<Client['call']>>) => ({ status, ...body })

test('[AUT-1] the table of permissions has every command, with the roles of the rules', () => {
  const all: CommandName[] = [...OF_ROOM, ...OF_SERVER, ...NOT_OF_A_ROOM]
  expect(all.sort()).toEqual([...COMMAND_NAMES].sort())
  const table = Object.fromEntries(OF_ROOM.map((name) => [name, permitted(name)]))
  const rules = OF_ROOM.map((name) => [name, [...(RESTRICTED[name] ?? IN_ROOM)]])
  // The owner may leave by the table; what forbids it is that the room has no other owner.
  expect(table).toEqual({ ...Object.fromEntries(rules), 'members.leave': [...IN_ROOM] })
})

test('[AUT-1] in a room each role may do what is its own, and nothing else', async () => {
  await using server = await parlance()
  const { people, group } = await cast(server)
  const wrong: string[] = []
  for (const name of OF_ROOM)
    for (const role of IN_ROOM) {
      const { status, body } = await call(people[role], name, await group(name))
      const expected = mayUse(name).includes(role) ? undefined : (REFUSED_AS[name] ?? 'forbidden')
      if (status >= 300 ? body.code !== expected : expected !== undefined)
        wrong.push(`${role} ${name}: ${status} ${body?.code}`)
      const { code } = await ask(people[role], name, await group(name))
      if (code !== expected) wrong.push(`${role} ${name}: ${code} in GraphQL`)
    }
  expect(wrong).toEqual([])
}, 120_000)

/** The commands that are refused with each code, by one user who may use all of them in an ordinary group. */
async function refusedIn(
  { people }: Awaited<ReturnType<typeof cast>>,
  make: (command: RoomCommand) => Promise<Objects>,
  commands: readonly RoomCommand[],
): Promise<Record<string, string[]>> {
  const refused: Record<string, string[]> = {}
  for (const name of commands) {
    const who = mayUse(name).includes('owner') ? 'owner' : 'author'
    const { status, body } = await call(people[who], name, await make(name))
    if (status >= 300) refused[body.code] = [...(refused[body.code] ?? []), name]
  }
  return refused
}

test('[ROO-8] an archived room refuses these commands, and carries out every other one', async () => {
  await using server = await parlance()
  const all = await cast(server)
  const archived = async (command: RoomCommand) => {
    const objects = await all.group(command)
    await all.people.owner.ask('PATCH', `/rooms/${objects.room}`, { archived: true })
    return objects
  }
  expect(await refusedIn(all, archived, USABLE)).toEqual({
    archived: [
      ...['messages.send', 'messages.update', 'messages.restore'],
      ...['reactions.add', 'reactions.remove', 'pins.add', 'pins.remove'],
      ...['invitations.create', 'invitations.list', 'typing.start'],
    ],
  })
}, 60_000)

test('[ROO-10] without its features a room refuses these commands, and carries out every other one', async () => {
  await using server = await parlance()
  const all = await cast(server)
  const bare = async (command: RoomCommand) => {
    const objects = await all.group(command)
    const features = Object.fromEntries(FEATURES.map((name) => [name, false]))
    await all.people.owner.ask('PATCH', `/rooms/${objects.room}`, { features })
    return objects
  }
  expect(await refusedIn(all, bare, USABLE)).toEqual({
    feature_off: [
      ...['receipts.list', 'threads.follow', 'reactions.add'],
      ...['typing.start', 'typing.stop', 'presence.list'],
    ],
  })
}, 60_000)

test('[ROO-1] in a dm nobody adds or removes others, or changes roles and settings, and both users can do everything else', async () => {
  await using server = await parlance()
  const all = await cast(server)
  const { author, owner } = all.people
  const { id } = await author.ask('POST', '/rooms', { type: 'dm', members: [owner.id] })
  const dm = async () => {
    // Whoever left the dm in another try comes back.
    await author.ask('POST', '/rooms', { type: 'dm', members: [owner.id] })
    const message = await author.send(id, 'between us')
    return { ...NOBODYS, room: id, message: message.id, user: owner.id }
  }
  const byId = /^(?:invitations|joinRequests)\.(?:get|accept|decline|delete)$/
  const commands = OF_ROOM.filter((name) => !byId.test(name))
  const refused = {
    forbidden: [
      ...['rooms.update', 'rooms.delete'],
      ...['members.add', 'members.update', 'messages.deleteAll'],
      ...['invitations.create', 'invitations.list'],
      ...['joinRequests.create', 'joinRequests.list'],
      ...['sanctions.create', 'sanctions.list', 'sanctions.delete', 'sanctions.answerAppeal'],
      ...commands.filter((name) => name.startsWith('roomWordLists.')),
    ],
  }
  // Nobody is staff in a dm: the owner of the other tests is a plain member here, and cannot delete another's message.
  const others = commands.filter((name) => name !== 'messages.delete')
  expect(await refusedIn(all, dm, others)).toEqual(refused)
}, 60_000)

test('[AUT-2] outside of a room it is as if it were not there, on REST, socket and GraphQL: the same words as for one that never was', async () => {
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
      const asked = await ask(people[role], name, objects)
      if (asked.code !== 'not_found' || asked.message !== theirs.detail)
        wrong.push(`${role} ${name}: ${JSON.stringify(asked)} in GraphQL`)
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
      (f) => f === 'message' || f === 'invitation' || f === 'joinRequest',
    )
    if (fields.length === 0) continue
    const through = { ...theirs, room: mine.id }
    const found = said(await call(people.stranger, name, through))
    const never = said(await call(people.stranger, name, { ...through, ...NOBODYS, room: mine.id }))
    const asked = await ask(people.stranger, name, through)
    if (asked.code !== 'not_found' || asked.message !== found.detail)
      wrong.push(`${name}: ${JSON.stringify(asked)} in GraphQL`)
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
